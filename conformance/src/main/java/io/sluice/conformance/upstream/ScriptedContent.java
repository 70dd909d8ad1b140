package io.sluice.conformance.upstream;

import io.sluice.conformance.feature.Step.Answer.Message;
import io.sluice.conformance.feature.Step.Content;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Headers and body of a scripted answer; the body may tell what was asked. */
record ScriptedContent(List<Header> headers, Bytes body) {

    static ScriptedContent of(Arrival arrival, Message message) {
        List<Header> headers = new ArrayList<>(message.headers());
        Bytes body = switch (message.content()) {
            case Content.Echo echo -> {
                headers.add(new Header("content-type", "application/json"));
                yield Bytes.latin1(json(arrival));
            }
            case Content.Fixed fixed -> {
                if (!fixed.bytes().isEmpty() && headers.stream().noneMatch(line -> line.is("content-type"))) {
                    headers.add(new Header("content-type", "text/plain"));
                }
                yield fixed.bytes();
            }
        };
        return new ScriptedContent(headers, body);
    }

    /** In the order and spacing of the recordings, so that lengths agree. */
    private static String json(Arrival arrival) {
        String host = arrival.headers.lines().stream()
                .filter(line -> line.is("host") || line.is(":authority"))
                .findFirst()
                .map(Header::value)
                .orElse("");
        return "{\"upstream\": " + quoted(arrival.upstream) + ", \"method\": " + quoted(arrival.method)
                + ", \"target\": " + quoted(arrival.target) + ", \"host\": " + quoted(host) + ", \"body\": "
                + quoted(new String(arrival.body(), StandardCharsets.ISO_8859_1)) + "}";
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> {
                    if (c < 0x20 || c > 0x7f) {
                        quoted.append(String.format("\\u%04x", (int) c));
                    } else {
                        quoted.append(c);
                    }
                }
            }
        }
        return quoted.append('"').toString();
    }
}
