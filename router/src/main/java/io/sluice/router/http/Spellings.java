package io.sluice.router.http;

import java.util.Arrays;

/**
 * How the names of a head were spelled when it came, for routers that keep letter case: a block has lower-case names alone. Of
 * two spellings of one name the first counts, for every line of that name, whoever added it; as Envoy has it. Only HTTP/1.1
 * asks. Confined to its event loop; reused.
 */
public final class Spellings {
    private static final int INITIAL_BYTES = 1024;
    private static final int INITIAL_NAMES = 24;
    private static final int KEPT_BYTES = 8 * 1024;

    /** The head as received, each byte where it stands in the block. */
    private byte[] received = new byte[INITIAL_BYTES];

    /** Start and end, in {@link #received}, of the first spelling of each name. */
    private int[] names = new int[INITIAL_NAMES * 2];

    private int count;

    void clear() {
        count = 0;
        if (received.length > KEPT_BYTES) {
            received = new byte[INITIAL_BYTES];
            names = new int[INITIAL_NAMES * 2];
        }
    }

    Spellings copy() {
        Spellings copy = new Spellings();
        copy.received = received.clone();
        copy.names = names.clone();
        copy.count = count;
        return copy;
    }

    /** A range of the block that has just been received. */
    void receive(byte[] block, int start, int end) {
        if (end > received.length) {
            received = Arrays.copyOf(received, Math.max(end, received.length * 2));
        }
        System.arraycopy(block, start, received, start, end - start);
    }

    /** Notes the name of a line. */
    public void note(int start, int end) {
        if (find(received, start, end) >= 0) {
            return;
        }
        if (count * 2 == names.length) {
            names = Arrays.copyOf(names, names.length * 2);
        }
        names[count * 2] = start;
        names[count * 2 + 1] = end;
        count++;
    }

    /** Spells the names of field lines, which stand as they are to be sent, as they came. */
    public void respell(byte[] lines, int start, int end) {
        int line = start;
        while (line < end && lines[line] != '\r') {
            int nameEnd = line;
            while (lines[nameEnd] != ':') {
                nameEnd++;
            }
            int name = find(lines, line, nameEnd);
            if (name >= 0) {
                System.arraycopy(received, name, lines, line, nameEnd - line);
            }
            line = nameEnd;
            while (lines[line] != '\n') {
                line++;
            }
            line++;
        }
    }

    private int find(byte[] bytes, int start, int end) {
        for (int i = 0; i < count * 2; i += 2) {
            int length = names[i + 1] - names[i];
            if (length == end - start && same(names[i], bytes, start, length)) {
                return names[i];
            }
        }
        return -1;
    }

    private boolean same(int name, byte[] bytes, int start, int length) {
        for (int i = 0; i < length; i++) {
            if (Ascii.lower(received[name + i]) != Ascii.lower(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }
}
