package io.sluice.kubernetes;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Assumptions;

/**
 * Something that answers with its name, at an address that a pod could have: this machine's own, which never leaves it. An answer is one write:
 * in two, the second would wait for the first to be acknowledged, 40 ms each time.
 */
final class Model implements AutoCloseable {
    private final ServerSocket server;
    private final byte[] answer;

    Model(String name, InetAddress address) throws IOException {
        server = new ServerSocket(0, 512, address);
        answer = ("HTTP/1.1 200 OK\r\ncontent-length: " + name.length() + "\r\n\r\n" + name)
                .getBytes(StandardCharsets.US_ASCII);
        Thread.ofVirtual().name("model-" + name).start(this::accept);
    }

    /** Without one, the test that wants it is left out. */
    static InetAddress address() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress())
                .findFirst()
                .orElseGet(() -> Assumptions.abort("this machine has only loopback addresses"));
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (request(in)) {
                out.write(answer);
            }
        } catch (IOException gone) {
            // The router's to notice.
        }
    }

    /** Reads one to its end; false if there is none any more. */
    private static boolean request(InputStream in) throws IOException {
        String line = line(in);
        if (line.isEmpty()) {
            return false;
        }
        int length = 0;
        for (; !line.isEmpty(); line = line(in)) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        in.skipNBytes(length);
        return true;
    }

    /** Without its end; empty at the end of a head, and of the connection. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    int port() {
        return server.getLocalPort();
    }

    String host() {
        return server.getInetAddress().getHostAddress();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
