package io.sluice.router.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.sluice.router.telemetry.Exposition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/** How a page answers. */
sealed interface Reply {
    void send(HttpExchange to) throws IOException;

    /**
     * An answer, whole.
     *
     * @param tagged who has it already is told so (RFC 9110 §13.1.2) and sent nothing
     */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    record Answer(int status, Map<String, String> headers, byte[] body, boolean tagged) implements Reply {
        private static final String TYPE = "content-type";
        private static final int TAG_BYTES = 12;

        public Answer {
            headers = Map.copyOf(headers);
        }

        static Answer of(Exposition exposition) {
            Map<String, String> headers = exposition.gzip()
                    ? Map.of(TYPE, exposition.contentType(), "content-encoding", "gzip")
                    : Map.of(TYPE, exposition.contentType());
            return new Answer(200, headers, exposition.body(), false);
        }

        static Answer text(int status, String line) {
            return new Answer(status, Map.of(TYPE, "text/plain; charset=utf-8"), utf8(line + "\n"), false);
        }

        static Answer json(String json) {
            return json(200, json);
        }

        static Answer json(int status, String json) {
            return new Answer(status, Map.of(TYPE, "application/json"), utf8(json), status == 200);
        }

        private static byte[] utf8(String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public void send(HttpExchange to) throws IOException {
            boolean head = to.getRequestMethod().equals("HEAD");
            Headers fields = to.getResponseHeaders();
            headers.forEach(fields::set);
            try (to) {
                if (tagged) {
                    String tag = tag();
                    fields.set("etag", tag);
                    fields.set("cache-control", "no-cache");
                    fields.set("x-content-type-options", "nosniff");
                    if (tag.equals(to.getRequestHeaders().getFirst("if-none-match"))) {
                        to.sendResponseHeaders(304, -1);
                        return;
                    }
                }
                to.sendResponseHeaders(status, head || body.length == 0 ? -1 : body.length);
                if (!head && body.length > 0) {
                    to.getResponseBody().write(body);
                }
            }
        }

        private String tag() {
            try {
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(body);
                return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
            } catch (NoSuchAlgorithmException impossible) { // every Java has it
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** Events as they come (HTML: server-sent events), until who listens, or the router, goes. */
    record Events(Source source, Runnable over) implements Reply {

        /** Writes until it is interrupted, or nobody takes what it writes. */
        interface Source {
            void writeTo(Sink sink) throws IOException, InterruptedException;
        }

        interface Sink {
            /** @param data one line */
            void event(String name, String data) throws IOException;
        }

        @Override
        public void send(HttpExchange to) throws IOException {
            Headers fields = to.getResponseHeaders();
            fields.set("content-type", "text/event-stream");
            fields.set("cache-control", "no-store");
            fields.set("x-content-type-options", "nosniff");
            try (to) {
                if (to.getRequestMethod().equals("HEAD")) {
                    to.sendResponseHeaders(200, -1);
                    return;
                }
                to.sendResponseHeaders(200, 0);
                source.writeTo((name, data) -> {
                    to.getResponseBody()
                            .write(("event: " + name + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8));
                    to.getResponseBody().flush();
                });
            } catch (InterruptedException ending) {
                Thread.currentThread().interrupt();
            } finally {
                over.run();
            }
        }
    }
}
