package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.sluice.router.http.FieldText;

/**
 * Reads chunk framing (RFC 9112 §7.1), byte by byte: size in at most 16 hex digits, extensions bounded and read over, CR LF
 * only, trailers bounded, checked and dropped. A quoted extension value may hold no line end. Confined to its event loop.
 */
final class ChunkReader {
    enum Step {
        DATA,
        MORE,
        END,
        MALFORMED
    }

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER_START,
        TRAILER_NAME,
        TRAILER_VALUE,
        TRAILER_LF,
        LAST_LF,
        END
    }

    /** 15 digits keep a size below 2^60: it cannot wrap. */
    private static final int MOST_DIGITS = 15;

    private static final int MOST_EXTENSION_BYTES = 4 * 1024;
    private static final int MOST_TRAILER_BYTES = 8 * 1024;

    private State state = State.SIZE;
    private long remaining;
    private int digits;
    private int extensionBytes;
    private int trailerBytes;
    private boolean escaped;
    private Quoting quoting = Quoting.NONE;

    private enum Quoting {
        NONE,
        QUOTED
    }

    void clear() {
        state = State.SIZE;
        remaining = 0;
        digits = 0;
        extensionBytes = 0;
        trailerBytes = 0;
        quoting = Quoting.NONE;
        escaped = false;
    }

    /** Bytes of the current chunk that are still to come. */
    long remaining() {
        return remaining;
    }

    void took(int bytes) {
        remaining -= bytes;
        if (remaining == 0) {
            state = State.DATA_CR;
        }
    }

    Step next(ByteBuf in) {
        while (state != State.DATA) {
            if (state == State.END) {
                return Step.END;
            }
            if (!in.isReadable()) {
                return Step.MORE;
            }
            if (!accept(in.readByte())) {
                return Step.MALFORMED;
            }
        }
        return in.isReadable() ? Step.DATA : Step.MORE;
    }

    private boolean accept(byte b) {
        return switch (state) {
            case SIZE -> size(b);
            case EXTENSION -> extension(b);
            case SIZE_LF -> b == '\n' && sizeEnded();
            case DATA_CR -> b == '\r' && become(State.DATA_LF);
            case DATA_LF -> b == '\n' && become(State.SIZE);
            case TRAILER_START -> b == '\r' ? become(State.LAST_LF) : trailerName(b);
            case TRAILER_NAME -> b == ':' ? become(State.TRAILER_VALUE) : trailerName(b);
            case TRAILER_VALUE -> b == '\r' ? become(State.TRAILER_LF) : trailerValue(b);
            case TRAILER_LF -> b == '\n' && become(State.TRAILER_START);
            case LAST_LF -> b == '\n' && become(State.END);
            case DATA, END -> false;
        };
    }

    private boolean become(State next) {
        state = next;
        if (next == State.SIZE) {
            remaining = 0;
            digits = 0;
        }
        return true;
    }

    private boolean size(byte b) {
        int digit = Character.digit(b, 16);
        if (digit >= 0 && b > 0) {
            remaining = (remaining << 4) | digit;
            return ++digits <= MOST_DIGITS;
        }
        if (digits == 0) {
            return false;
        }
        return switch (b) {
            case '\r' -> become(State.SIZE_LF);
            case ';' -> become(State.EXTENSION);
            default -> false;
        };
    }

    /** Extension bytes are text; what separates them is not looked at, but quotes must close before the line ends. */
    private boolean extension(byte b) {
        if (++extensionBytes > MOST_EXTENSION_BYTES) {
            return false;
        }
        if (quoting == Quoting.QUOTED) {
            if (escaped) {
                escaped = false;
            } else if (b == '\\') {
                escaped = true;
            } else if (b == '"') {
                quoting = Quoting.NONE;
            }
            return FieldText.isText(b);
        }
        return switch (b) {
            case '\r' -> become(State.SIZE_LF);
            case '"' -> {
                quoting = Quoting.QUOTED;
                yield true;
            }
            case ';', '=', ' ', '\t' -> true;
            default -> FieldText.isToken(b);
        };
    }

    private boolean sizeEnded() {
        return become(remaining == 0 ? State.TRAILER_START : State.DATA);
    }

    private boolean trailerName(byte b) {
        state = State.TRAILER_NAME;
        return ++trailerBytes <= MOST_TRAILER_BYTES && FieldText.isToken(b);
    }

    private boolean trailerValue(byte b) {
        return ++trailerBytes <= MOST_TRAILER_BYTES && FieldText.isText(b);
    }
}
