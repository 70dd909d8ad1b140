package io.sluice.router;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** The first words of a client that speaks TLS, as bytes. */
final class Hello {
    private static final int HEADER_BYTES = 5;

    private Hello() {}

    /** One record. */
    static byte[] of(String name) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(name.isEmpty() ? List.of() : List.of(new SNIHostName(name)));
        engine.setSSLParameters(parameters);
        ByteBuffer record = ByteBuffer.allocate(32 * 1024);
        engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    /** The same hello in records of so many bytes each (RFC 8446 §5.1 lets it be fragmented). */
    static byte[] inRecordsOf(int bytes, byte[] hello) {
        ByteBuffer all = ByteBuffer.allocate(hello.length * (HEADER_BYTES + 1));
        for (int at = HEADER_BYTES; at < hello.length; at += bytes) {
            int count = Math.min(bytes, hello.length - at);
            all.put(hello, 0, 3).putShort((short) count).put(hello, at, count);
        }
        return Arrays.copyOf(all.array(), all.position());
    }
}
