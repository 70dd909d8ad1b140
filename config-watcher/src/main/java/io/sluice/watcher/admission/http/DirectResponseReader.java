package io.sluice.watcher.admission.http;

import io.sluice.table.DirectResponse;
import io.sluice.table.DirectResponse.Body;
import io.sluice.watcher.admission.field.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads {@code directResponse} (istio.md §1.5). */
final class DirectResponseReader {
    private static final int MOST_BYTES = 1024 * 1024;

    private DirectResponseReader() {}

    static DirectResponse read(Reader direct) {
        Integer status = direct.integer("status");
        if (status == null || status < 200 || status > 599) {
            throw direct.invalid("status", "HTTP status must be a number from 200 to 599");
        }
        Body body = direct.object("body", DirectResponseReader::body);
        return new DirectResponse(status, body == null ? new Body.Text("") : body);
    }

    private static Body body(Reader body) {
        String text = body.text("string");
        String bytes = body.text("bytes");
        if (text != null && bytes != null) {
            throw body.invalid("bytes", "a body is either string or bytes");
        }
        int size = text != null ? text.getBytes(StandardCharsets.UTF_8).length : size(body, bytes == null ? "" : bytes);
        if (size > MOST_BYTES) {
            throw body.invalid(text != null ? "string" : "bytes", "is larger than 1 MiB");
        }
        return bytes != null ? new Body.Base64(bytes) : new Body.Text(text == null ? "" : text);
    }

    private static int size(Reader body, String bytes) {
        try {
            return Base64.getDecoder().decode(bytes).length;
        } catch (IllegalArgumentException malformed) {
            throw body.invalid("bytes", "is no base64: " + malformed.getMessage());
        }
    }
}
