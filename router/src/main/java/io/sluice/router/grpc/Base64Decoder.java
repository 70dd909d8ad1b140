package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Base64 that arrives in pieces (RFC 4648 §4), read strictly: padded at its end and nowhere else, no other character, no bit
 * left over. Four characters are judged together, so that any pieces come to the same. Confined to its event loop.
 */
final class Base64Decoder {
    private static final int INVALID = -1;
    private static final int PAD = -2;
    private static final byte[] VALUES = values();
    private static final int STEP = 4096;

    /** What is being read, and what it stands for: steps through arrays are many times faster than through buffers. */
    private final byte[] text = new byte[STEP];

    private final byte[] plain = new byte[STEP / 4 * 3 + 3];
    private int plainBytes;
    private int characters;
    private int bits;
    private int padding;
    private boolean malformed;
    private boolean padded;

    private static byte[] values() {
        byte[] values = new byte[256];
        Arrays.fill(values, (byte) INVALID);
        byte[] alphabet = Base64Encoder.ALPHABET.getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < alphabet.length; i++) {
            values[alphabet[i]] = (byte) i;
        }
        values['='] = PAD;
        return values;
    }

    /**
     * Reads all of {@code in}, and appends to {@code out} what it stands for.
     *
     * @return false if it is not base64: then nothing that follows is, either
     */
    boolean decode(ByteBuf in, ByteBuf out) {
        while (in.isReadable()) {
            int step = Math.min(in.readableBytes(), STEP);
            in.readBytes(text, 0, step);
            plainBytes = 0;
            for (int i = 0; i < step; i++) {
                take(VALUES[text[i] & 0xff]);
                if (characters == 4 && !endQuad()) {
                    return false;
                }
            }
            out.writeBytes(plain, 0, plainBytes);
        }
        return true;
    }

    private void take(int value) {
        characters++;
        if (value >= 0) {
            malformed |= padding > 0;
            bits = (bits << 6) | value;
        } else {
            malformed |= value == INVALID || characters < 3;
            padding++;
            bits <<= 6;
        }
    }

    private boolean endQuad() {
        boolean leftOver = (bits & ((1 << (8 * padding)) - 1)) != 0;
        if (malformed || padded || leftOver) {
            return false;
        }
        padded = padding > 0;
        plain[plainBytes] = (byte) (bits >> 16);
        plain[plainBytes + 1] = (byte) (bits >> 8);
        plain[plainBytes + 2] = (byte) bits;
        plainBytes += 3 - padding;
        characters = 0;
        bits = 0;
        padding = 0;
        return true;
    }

    /** How many characters of the next four have come: 0 where it may end. */
    int unfinished() {
        return characters;
    }
}
