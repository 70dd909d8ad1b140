package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What stands at a path. Asked on a virtual thread: it may block. */
interface Page {
    Answer answer(HttpExchange asked);

    /** An answer, whole. */
    record Answer(int status, String contentType, String body) {
        private static final String TEXT = "text/plain; charset=utf-8";
        private static final String JSON = "application/json";

        static Answer text(int status, String line) {
            return new Answer(status, TEXT, line + "\n");
        }

        static Answer json(String json) {
            return new Answer(200, JSON, json);
        }

        void send(HttpExchange to) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            boolean head = to.getRequestMethod().equals("HEAD");
            to.getResponseHeaders().set("content-type", contentType);
            try (to) {
                to.sendResponseHeaders(status, head ? -1 : bytes.length);
                if (!head) {
                    to.getResponseBody().write(bytes);
                }
            }
        }
    }
}
