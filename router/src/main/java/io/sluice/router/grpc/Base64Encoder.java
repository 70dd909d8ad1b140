package io.sluice.router.grpc;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Base64 that leaves in pieces (RFC 4648 §4): up to two bytes wait for those that follow. Confined to its event loop. */
final class Base64Encoder {
    static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    private static final byte[] CHARACTERS = ALPHABET.getBytes(StandardCharsets.US_ASCII);

    private static final byte PAD = '=';
    private static final int STEP = 3072;

    /** What is being read, and what it becomes: steps through arrays are many times faster than through buffers. */
    private final byte[] plain = new byte[STEP];

    private final byte[] text = new byte[STEP / 3 * 4 + 4];
    private int characters;
    private int waiting;
    private int bits;

    /** Most characters that come of these bytes, with those that wait and padding. */
    static int mostCharacters(int bytes) {
        return (bytes + 4) / 3 * 4;
    }

    /** Reads the next bytes of {@code in}, and appends what they come to. */
    void encode(ByteBuf in, int bytes, ByteBuf out) {
        int left = bytes;
        while (left > 0) {
            int step = Math.min(left, STEP);
            in.readBytes(plain, 0, step);
            left -= step;
            for (int i = 0; i < step; i++) {
                bits = (bits << 8) | (plain[i] & 0xff);
                if (++waiting == 3) {
                    endTriple(0);
                }
            }
            write(out);
        }
    }

    /** @param padding how many of its bytes there are not */
    private void endTriple(int padding) {
        text[characters] = character(18);
        text[characters + 1] = character(12);
        text[characters + 2] = padding == 2 ? PAD : character(6);
        text[characters + 3] = padding > 0 ? PAD : character(0);
        characters += 4;
        waiting = 0;
        bits = 0;
    }

    private byte character(int shift) {
        return CHARACTERS[(bits >> shift) & 0x3f];
    }

    private void write(ByteBuf out) {
        out.writeBytes(text, 0, characters);
        characters = 0;
    }

    /** No byte follows: pads. */
    void end(ByteBuf out) {
        if (waiting > 0) {
            int padding = 3 - waiting;
            bits <<= 8 * padding;
            endTriple(padding);
            write(out);
        }
    }
}
