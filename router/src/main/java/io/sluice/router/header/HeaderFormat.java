package io.sluice.router.header;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Hidden;
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
            case Piece.RequestHeader header -> {
                String otherwise = header.otherwise();
                yield new OfRequest(inRequest(header.name()), otherwise == null ? null : inRequest(otherwise));
            }
            case Piece.ResponseHeader header -> {
                String otherwise = header.otherwise();
                yield new OfResponse(new Field(header.name()), otherwise == null ? null : new Field(otherwise));
            }
            case Piece.StartTime time ->
                time.pattern().equals(IsoTime.PATTERN)
                        ? new Iso()
                        : new Time(DateTimeFormatter.ofPattern(time.pattern(), Locale.ROOT)
                                .withZone(ZoneOffset.UTC));
            case Piece.StartSeconds seconds -> new Seconds();
            case Piece.Of of -> new Of(of.attribute());
            case Piece.Missing missing -> new Literal(new byte[0]);
            case Piece.Shortened shortened -> new Shortened(part(shortened.piece()), shortened.most());
            case Piece.Discreet discreet -> new Discreet(part(discreet.piece()));
        };
    }

    private static InRequest inRequest(String name) {
        if (!name.startsWith(":")) {
            return new Field(name);
        }
        return switch (name) {
            case ":path" -> Pseudo.PATH;
            case ":method" -> Pseudo.METHOD;
            case ":authority" -> Pseudo.AUTHORITY;
            case ":scheme" -> Pseudo.SCHEME;
            default -> Pseudo.UNKNOWN;
        };
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

    private record OfRequest(InRequest what, @Nullable InRequest otherwise) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            RequestHead head = info.request();
            int seen = target == head.fields() ? visible : Integer.MAX_VALUE;
            int before = target.length();
            what.append(head, seen, target);
            if (otherwise != null && target.length() == before) {
                otherwise.append(head, seen, target);
            }
        }
    }

    private record OfResponse(Field field, @Nullable Field otherwise) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            HeaderBlock response = info.response(target);
            if (response == null) {
                return;
            }
            int seen = target == response ? visible : Integer.MAX_VALUE;
            int before = target.length();
            field.append(response, seen, target);
            if (otherwise != null && target.length() == before) {
                otherwise.append(response, seen, target);
            }
        }
    }

    /** A name of a request's head. What is missing appends nothing, and so does what is there and empty. */
    private sealed interface InRequest {
        void append(RequestHead head, int visible, HeaderBlock target);
    }

    private enum Pseudo implements InRequest {
        PATH,
        METHOD,
        AUTHORITY,
        SCHEME,
        UNKNOWN;

        @Override
        public void append(RequestHead head, int visible, HeaderBlock target) {
            switch (this) {
                case PATH -> head.appendTarget(target);
                case METHOD -> target.append(head.bytes(), head.methodStart(), head.methodEnd());
                case AUTHORITY -> target.append(head.bytes(), head.hostStart(), head.hostEnd());
                case SCHEME -> target.append(head.scheme());
                case UNKNOWN -> {
                    // There is no such pseudo header, so it is missing.
                }
            }
        }
    }

    /**
     * A field line, the first of its name.
     *
     * @param known what the router itself looks at is found without comparing names
     */
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Field(byte[] name, FieldName known) implements InRequest {
        Field(String name) {
            this(Ascii.bytes(name), FieldName.of(Ascii.bytes(name)));
        }

        @Override
        public void append(RequestHead head, int visible, HeaderBlock target) {
            append(head.fields(), visible, target);
        }

        void append(HeaderBlock block, int visible, HeaderBlock target) {
            int line = known == FieldName.OTHER ? block.next(name, -1) : block.first(known);
            if (line >= 0 && line < visible) {
                target.append(block.bytes(), block.valueStart(line), block.valueEnd(line));
            }
        }
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

    private record Discreet(Part part) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            int start = target.length();
            part.append(target, visible, info);
            Hidden.in(target, start);
        }
    }

    private record Of(Attribute attribute) implements Part {
        @Override
        public void append(HeaderBlock target, int visible, StreamInfo info) {
            info.append(attribute, target);
        }
    }
}
