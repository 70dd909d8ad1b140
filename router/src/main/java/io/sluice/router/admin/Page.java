package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.router.telemetry.Exposition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What stands at a path. Asked on a virtual thread: it may block. */
interface Page {
    Answer answer(HttpExchange asked);

    /** An answer, whole. */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Answer(int status, String contentType, boolean gzip, byte[] body) {
        private static final String TEXT = "text/plain; charset=utf-8";
        private static final String JSON = "application/json";

        Answer(int status, String contentType, String body) {
            this(status, contentType, false, body.getBytes(StandardCharsets.UTF_8));
        }

        static Answer of(Exposition exposition) {
            return new Answer(200, exposition.contentType(), exposition.gzip(), exposition.body());
        }

        static Answer text(int status, String line) {
            return new Answer(status, TEXT, line + "\n");
        }

        static Answer json(String json) {
            return new Answer(200, JSON, json);
        }

        void send(HttpExchange to) throws IOException {
            boolean head = to.getRequestMethod().equals("HEAD");
            to.getResponseHeaders().set("content-type", contentType);
            if (gzip) {
                to.getResponseHeaders().set("content-encoding", "gzip");
            }
            try (to) {
                to.sendResponseHeaders(status, head ? -1 : body.length);
                if (!head) {
                    to.getResponseBody().write(body);
                }
            }
        }
    }
}
