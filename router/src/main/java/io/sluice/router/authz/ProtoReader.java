package io.sluice.router.authz;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a message of protocol buffers field by field; what nobody asks for is passed over. Anything may be handed to it. */
final class ProtoReader {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private long number;
    private int valueStart;

    /** It is no message. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        Malformed() {
            super("no message of protocol buffers", null, false, false);
        }
    }

    ProtoReader(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        at = start;
        this.end = end;
    }

    /** Moves to the next field; false at the end. */
    boolean next() throws Malformed {
        if (at == end) {
            return false;
        }
        long tag = varint();
        field = (int) (tag >>> 3);
        switch ((int) (tag & 7)) {
            case 0 -> number = varint();
            case 1 -> skip(8);
            case 2 -> {
                long length = varint();
                valueStart = at;
                skip(length);
            }
            case 5 -> skip(4);
            default -> throw new Malformed();
        }
        return true;
    }

    int field() {
        return field;
    }

    long number() {
        return number;
    }

    String text() {
        return new String(value(), StandardCharsets.UTF_8);
    }

    byte[] value() {
        return Arrays.copyOfRange(bytes, valueStart, at);
    }

    ProtoReader message() {
        return new ProtoReader(bytes, valueStart, at);
    }

    private void skip(long length) throws Malformed {
        if (length < 0 || length > end - at) {
            throw new Malformed();
        }
        at += (int) length;
    }

    private long varint() throws Malformed {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw new Malformed();
            }
            byte b = bytes[at++];
            value |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new Malformed();
    }
}
