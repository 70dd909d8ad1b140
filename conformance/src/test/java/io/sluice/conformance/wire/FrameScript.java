package io.sluice.conformance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the frames of an HTTP/2 row into bytes. Every character is one byte; fields are plain literals. */
final class FrameScript {
    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    private static final Map<String, Integer> TYPES = Map.of(
            "data",
            0,
            "headers",
            1,
            "request",
            1,
            "priority",
            2,
            "rst",
            3,
            "settings",
            4,
            "ping",
            6,
            "window",
            8,
            "continuation",
            9);
    private static final int SETTINGS = 4;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;

    /** The id used last; {@code next} is two more. */
    private int stream = -1;

    private FrameScript() {}

    static List<Step> steps(JsonNode frames) {
        FrameScript script = new FrameScript();
        List<Step> steps = new ArrayList<>();
        for (JsonNode frame : frames) {
            steps.add(
                    frame.has("sleep")
                            ? new Step.Sleep(frame.get("sleep").asLong())
                            : new Step.Send(script.bytes(frame)));
        }
        return steps;
    }

    private String bytes(JsonNode step) {
        if (step.isTextual()) {
            return PREFACE + frame(SETTINGS, 0, 0, "");
        }
        Map.Entry<String, JsonNode> one = step.properties().iterator().next();
        JsonNode given = one.getValue();
        return switch (one.getKey()) {
            case "bytes" -> Macros.text(given.asText(), -1);
            case "repeat" -> {
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < given.get("times").asInt(); i++) {
                    given.get("frames").forEach(frame -> all.append(bytes(frame)));
                }
                yield all.toString();
            }
            default -> frame(one.getKey(), given);
        };
    }

    private String frame(String kind, JsonNode given) {
        boolean ofConnection = kind.equals("settings") || kind.equals("ping");
        int id = ofConnection ? 0 : id(given.path("stream"));
        int type = TYPES.getOrDefault(kind, given.path("type").asInt());
        int flags = given.path("flags").asInt();
        boolean fields = kind.equals("request") || kind.equals("headers") || kind.equals("continuation");
        if (given.path("end").asBoolean(kind.equals("request"))) {
            flags |= END_STREAM;
        }
        if (fields && given.path("end_headers").asBoolean(true)) {
            flags |= END_HEADERS;
        }
        return frame(type, flags, id, payload(kind, given));
    }

    private int id(JsonNode given) {
        if (given.asText().equals("next")) {
            stream += 2;
            return stream;
        }
        if (given.asText().equals("same")) {
            return stream;
        }
        int id = given.asInt(1);
        stream = Math.max(stream, id);
        return id;
    }

    private static String payload(String kind, JsonNode given) {
        if (given.has("hex")) {
            return new String(
                    HexFormat.of().parseHex(Macros.text(given.get("hex").asText(), -1)), StandardCharsets.ISO_8859_1);
        }
        return switch (kind) {
            case "request" -> request(given);
            case "headers", "continuation" -> block(given.path("fields"));
            case "data" ->
                given.has("text")
                        ? Macros.text(given.get("text").asText(), -1)
                        : "\0".repeat(given.path("size").asInt());
            case "settings" -> {
                StringBuilder pairs = new StringBuilder();
                given.path("pairs")
                        .forEach(pair -> pairs.append(number(pair.get(0).asLong(), 2))
                                .append(number(pair.get(1).asLong(), 4)));
                yield pairs.toString();
            }
            case "ping" -> "\0".repeat(given.path("size").asInt(8));
            case "window" -> number(given.get("add").asLong(), 4);
            case "rst" -> number(given.path("code").asLong(CANCEL), 4);
            case "priority" -> number(given.get("parent").asLong(), 4) + (char) 15;
            default -> "";
        };
    }

    private static String request(JsonNode given) {
        Map<String, String> pseudo = new LinkedHashMap<>();
        pseudo.put(":method", "GET");
        pseudo.put(":scheme", "http");
        pseudo.put(":path", "${P}/");
        pseudo.put(":authority", "a");
        given.path("set")
                .properties()
                .forEach(field -> pseudo.put(field.getKey(), field.getValue().asText()));
        given.path("without").forEach(name -> pseudo.remove(name.asText()));
        StringBuilder block = new StringBuilder();
        pseudo.forEach((name, value) -> block.append(field(name, value)));
        return block + block(given.path("add"));
    }

    private static String block(JsonNode fields) {
        StringBuilder block = new StringBuilder();
        fields.forEach(
                pair -> block.append(field(pair.get(0).asText(), pair.get(1).asText())));
        return block.toString();
    }

    private static String field(String name, String value) {
        return "\0" + literal(Macros.text(name, -1)) + literal(Macros.text(value, -1));
    }

    /** A length of seven bits and what follows (RFC 7541 §5.1), and the text. */
    private static String literal(String text) {
        if (text.length() < 127) {
            return (char) text.length() + text;
        }
        StringBuilder length = new StringBuilder("\u007f");
        int rest = text.length() - 127;
        for (; rest >= 128; rest >>>= 7) {
            length.append((char) ((rest & 127) | 128));
        }
        return length.append((char) rest) + text;
    }

    private static String frame(int type, int flags, int stream, String payload) {
        return number(payload.length(), 3) + (char) type + (char) flags + number(stream, 4) + payload;
    }

    private static String number(long value, int bytes) {
        StringBuilder number = new StringBuilder();
        for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
            number.append((char) ((value >>> shift) & 255));
        }
        return number.toString();
    }
}
