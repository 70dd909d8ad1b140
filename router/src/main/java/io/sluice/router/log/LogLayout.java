package io.sluice.router.log;

import io.sluice.router.header.HeaderFormat;
import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.HeaderBlock;
import io.sluice.table.policy.AccessLog;
import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.AccessLog.Value;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Piece;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The form of a line, compiled. Confined to its event loop: values that cannot stand as they are pass a place of its own. */
final class LogLayout {
    /** Of a value; what is longer ends here. */
    private static final int MOST_BYTES = 8 * 1024;

    private final Part[] parts;
    private final boolean showsResponses;
    private final HeaderBlock scratch = new HeaderBlock();

    /** Literal text, or a value. */
    private sealed interface Part {
        @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
        record Literal(byte[] text) implements Part {}

        /** In a line of text. */
        record Bare(HeaderFormat format) implements Part {}

        /** In a line of JSON. */
        record Quoted(HeaderFormat format) implements Part {}

        record Numeric(HeaderFormat format) implements Part {}
    }

    private LogLayout(List<Part> parts, boolean showsResponses) {
        this.parts = parts.toArray(Part[]::new);
        this.showsResponses = showsResponses;
    }

    static LogLayout of(Layout layout) {
        return switch (layout) {
            case Layout.Text text -> ofText(text.line());
            case Layout.Json json -> new JsonLayout().of(json.entries());
        };
    }

    private static LogLayout ofText(Format line) {
        List<Part> parts = new ArrayList<>();
        for (Piece piece : line.pieces()) {
            parts.add(
                    piece instanceof Piece.Literal literal
                            ? new Part.Literal(utf8(literal.text()))
                            : new Part.Bare(new HeaderFormat(new Format(List.of(piece)))));
        }
        return new LogLayout(parts, line.pieces().stream().anyMatch(LogLayout::isOfResponse));
    }

    /** Text between values is put together, so that a line has few parts. */
    private static final class JsonLayout {
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();
        private boolean showsResponses;

        LogLayout of(List<AccessLog.Entry> entries) {
            add(new Value.Nested(entries));
            parts.add(new Part.Literal(utf8(text.toString())));
            return new LogLayout(parts, showsResponses);
        }

        private void add(Value value) {
            switch (value) {
                case Value.Nested object -> {
                    text.append('{');
                    for (int i = 0; i < object.entries().size(); i++) {
                        text.append(i == 0 ? "\"" : ",\"");
                        object.entries().get(i).key().chars().forEach(c -> JsonText.append((char) c, text::append));
                        text.append("\":");
                        add(object.entries().get(i).value());
                    }
                    text.append('}');
                }
                case Value.Listed list -> {
                    text.append('[');
                    for (int i = 0; i < list.values().size(); i++) {
                        text.append(i == 0 ? "" : ",");
                        add(list.values().get(i));
                    }
                    text.append(']');
                }
                case Value.Of of -> add(of.format());
            }
        }

        private void add(Format declared) {
            parts.add(new Part.Literal(utf8(text.toString())));
            text.setLength(0);
            List<Piece> pieces = declared.pieces();
            HeaderFormat format = new HeaderFormat(declared);
            boolean number = pieces.size() == 1
                    && pieces.get(0) instanceof Piece.Of of
                    && of.attribute().isNumber();
            parts.add(number ? new Part.Numeric(format) : new Part.Quoted(format));
            showsResponses |= pieces.stream().anyMatch(LogLayout::isOfResponse);
        }
    }

    private static boolean isOfResponse(Piece piece) {
        return piece instanceof Piece.ResponseHeader
                || (piece instanceof Piece.Shortened shortened && isOfResponse(shortened.piece()));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    boolean showsResponses() {
        return showsResponses;
    }

    void append(HeaderBlock line, StreamInfo exchange) {
        for (Part part : parts) {
            switch (part) {
                case Part.Literal literal -> line.append(literal.text());
                case Part.Bare bare -> LogText.end(line, value(bare.format(), exchange, line), scratch);
                case Part.Quoted quoted -> {
                    line.append('"');
                    JsonText.end(line, value(quoted.format(), exchange, line), scratch);
                }
                case Part.Numeric number -> JsonText.endNumber(line, value(number.format(), exchange, line));
            }
        }
    }

    /** Makes a value where it is to stand; returns where it starts. */
    private static int value(HeaderFormat format, StreamInfo exchange, HeaderBlock line) {
        int start = line.length();
        format.append(line, Integer.MAX_VALUE, exchange);
        line.truncate(Math.min(line.length(), start + MOST_BYTES), line.count());
        return start;
    }
}
