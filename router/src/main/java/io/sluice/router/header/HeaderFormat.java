package io.sluice.router.header;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A {@link Format}, compiled. Immutable. */
public final class HeaderFormat {
    private final Part[] parts;

    public HeaderFormat(Format format) {
        parts = format.pieces().stream().map(HeaderFormat::part).toArray(Part[]::new);
    }

    /**
     * Appends the value.
     *
     * @param visible how many lines of {@code target} count as there: those behind are being made
     */
    public void append(HeaderBlock target, int visible, StreamInfo info) {
        for (Part part : parts) {
            part.append(target, visible, info);
        }
    }

    private static Part part(Piece piece) {
        return switch (piece) {
            case Piece.Literal literal -> new Literal(literal.text().getBytes(StandardCharsets.UTF_8));
            case Piece.RequestHeader header -> new OfRequest(Ascii.bytes(header.name()), bytes(header.otherwise()));
            case Piece.ResponseHeader header -> new OfResponse(Ascii.bytes(header.name()), bytes(header.otherwise()));
            case Piece.StartTime time ->
                time.pattern().equals(IsoTime.PATTERN)
                        ? new Iso()
                        : new Time(DateTimeFormatter.ofPattern(time.pattern(), Locale.ROOT)
                                .withZone(ZoneOffset.UTC));
            case Piece.StartSeconds seconds -> new Seconds();
            case Piece.Of of -> new Of(of.attribute());
            case Piece.Missing missing -> new Literal(new byte[0]);
            case Piece.Shortened shortened -> new Shortened(part(shortened.piece()), shortened.most());
        };
    }

    private static byte @Nullable [] bytes(@Nullable String text) {
        return text == null ? null : Ascii.bytes(text);
    }

    private sealed interface Part {
        void append(HeaderBlock target, int visible, StreamInfo info);
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Literal(byte[] text) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            target.append(text);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record OfRequest(byte[] name, byte @Nullable [] otherwise) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            RequestHead head = info.request();
            int seen = target == head.fields() ? visible : Integer.MAX_VALUE;
            if (!append(head, name, seen, target) && otherwise != null) {
                append(head, otherwise, seen, target);
            }
        }

        private static boolean append(RequestHead head, byte[] name, int visible, HeaderBlock target) {
            int before = target.length();
            if (name[0] == ':') {
                appendPseudo(head, name, target);
                return target.length() > before;
            }
            return appendLine(head.fields(), name, visible, target);
        }

        private static void appendPseudo(RequestHead head, byte[] name, HeaderBlock target) {
            byte[] bytes = head.bytes();
            switch (Ascii.text(name, 0, name.length)) {
                case ":path" -> head.appendTarget(target);
                case ":method" -> target.append(bytes, head.methodStart(), head.methodEnd());
                case ":authority" -> target.append(bytes, head.hostStart(), head.hostEnd());
                case ":scheme" -> target.append(head.scheme());
                default -> {
                    // There is no such pseudo header, so it is missing.
                }
            }
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record OfResponse(byte[] name, byte @Nullable [] otherwise) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            HeaderBlock response = info.response(target);
            int seen = target == response ? visible : Integer.MAX_VALUE;
            if (response != null && !appendLine(response, name, seen, target) && otherwise != null) {
                appendLine(response, otherwise, seen, target);
            }
        }
    }

    /** An empty line counts as missing. */
    private static boolean appendLine(HeaderBlock block, byte[] name, int visible, HeaderBlock target) {
        int line = block.next(name, -1);
        boolean found = line >= 0 && line < visible && block.valueEnd(line) > block.valueStart(line);
        if (found) {
            target.append(block.bytes(), block.valueStart(line), block.valueEnd(line));
        }
        return found;
    }

    private record Time(DateTimeFormatter format) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            target.append(Ascii.bytes(format.format(Instant.ofEpochMilli(info.startMillis()))));
        }
    }

    /** The usual one, in every line of an access log. */
    private record Iso() implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            IsoTime.append(info.startMillis(), target);
        }
    }

    private record Seconds() implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            target.appendDecimal(info.startMillis() / 1000);
        }
    }

    private record Shortened(Part part, int most) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            int start = target.length();
            part.append(target, visible, info);
            target.truncate(Math.min(target.length(), start + most), target.count());
        }
    }

    private record Of(Attribute attribute) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            info.append(attribute, target);
        }
    }
}
