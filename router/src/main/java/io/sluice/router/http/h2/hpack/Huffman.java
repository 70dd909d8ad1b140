package io.sluice.router.http.h2.hpack;

/**
 * The Huffman code of RFC 7541, Appendix B. It is canonical: codes of one length are consecutive in the order of their
 * symbols, so the lengths alone give the code. Decoding takes four bits a step through a table of the code tree's inner nodes.
 */
final class Huffman {
    /** Bits of each symbol's code, 0 … 255 and the end of string; one character each: 5 … 9, then a = 10 … u = 30. */
    private static final String LENGTHS =
            "dnsssssssoussussssssssusssssssss6aacd68baa8b8666555666666678f6cad67777777777777777777777878djde6f5656566657766"
                + "6567655677777fbedskmkkmmmnmnnnnnonoomnonnnnlmnmnnomlkmmnnlnmmolmnnllmlnmnnkmmmnmmnqqkjmnmpqqqrrqopjlqrrq"
                + "rollqqsrrrkoklmllnmmppooqnqrqqrrrrrsrrrrrqu";

    private static final int SYMBOLS = 257;
    private static final int END_OF_STRING = 256;
    private static final int STEP_BITS = 4;
    private static final int STEPS = 1 << STEP_BITS;

    private static final int[] CODES = new int[SYMBOLS];
    private static final byte[] BITS = new byte[SYMBOLS];

    /** Of a step: the node it leads to, in the low bits; whether a symbol is complete, and which. */
    private static final int NODE_MASK = 0xff;

    private static final int EMITS = 1 << 16;
    private static final int FAILS = 1 << 17;
    private static final int SYMBOL_SHIFT = 8;

    private static final int[] TRANSITIONS;

    /** Nodes on which a string may end: less than a byte of ones since the last symbol (§5.2). */
    private static final boolean[] MAY_END;

    static {
        assign();
        int[][] tree = tree();
        TRANSITIONS = transitions(tree);
        MAY_END = padding(tree);
    }

    private Huffman() {}

    private static void assign() {
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            char letter = LENGTHS.charAt(symbol);
            BITS[symbol] = (byte) (letter <= '9' ? letter - '0' : letter - 'a' + 10);
        }
        int code = 0;
        for (int length = 1; length <= 30; length++) {
            code <<= 1;
            for (int symbol = 0; symbol < SYMBOLS; symbol++) {
                if (BITS[symbol] == length) {
                    CODES[symbol] = code++;
                }
            }
        }
    }

    /** Inner nodes; a child is a node's number, or the complement of a symbol. */
    private static int[][] tree() {
        int[][] nodes = new int[SYMBOLS - 1][2];
        int used = 1;
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
            int node = 0;
            for (int bit = BITS[symbol] - 1; bit > 0; bit--) {
                int branch = (CODES[symbol] >>> bit) & 1;
                if (nodes[node][branch] == 0) {
                    nodes[node][branch] = used++;
                }
                node = nodes[node][branch];
            }
            nodes[node][CODES[symbol] & 1] = ~symbol;
        }
        return nodes;
    }

    /** No code is shorter than five bits, so a step of four completes one symbol at most. */
    private static int[] transitions(int[][] tree) {
        int[] table = new int[tree.length * STEPS];
        for (int start = 0; start < tree.length; start++) {
            for (int step = 0; step < STEPS; step++) {
                int node = start;
                int entry = 0;
                for (int bit = STEP_BITS - 1; bit >= 0; bit--) {
                    int child = tree[node][(step >>> bit) & 1];
                    if (child == ~END_OF_STRING) {
                        entry |= FAILS;
                    }
                    if (child < 0) {
                        entry |= EMITS | ((~child & 0xff) << SYMBOL_SHIFT);
                    }
                    node = Math.max(child, 0);
                }
                table[start * STEPS + step] = entry | node;
            }
        }
        return table;
    }

    private static boolean[] padding(int[][] tree) {
        boolean[] mayEnd = new boolean[tree.length];
        int node = 0;
        for (int ones = 0; ones < Byte.SIZE; ones++) {
            mayEnd[node] = true;
            node = tree[node][1];
        }
        return mayEnd;
    }

    /** Most bytes that {@code encoded} bytes can stand for. */
    static int decodedAtMost(int encoded) {
        return encoded * Byte.SIZE / 5 + 1;
    }

    /** Decodes a range; returns the position behind what was written, −1 if the code is malformed. */
    static int decode(byte[] in, int start, int end, byte[] out, int position) {
        int node = 0;
        int at = position;
        for (int i = start; i < end; i++) {
            int high = TRANSITIONS[node * STEPS + ((in[i] >>> STEP_BITS) & (STEPS - 1))];
            if ((high & EMITS) != 0) {
                out[at++] = (byte) (high >>> SYMBOL_SHIFT);
            }
            int low = TRANSITIONS[(high & NODE_MASK) * STEPS + (in[i] & (STEPS - 1))];
            if ((low & EMITS) != 0) {
                out[at++] = (byte) (low >>> SYMBOL_SHIFT);
            }
            if (((high | low) & FAILS) != 0) {
                return -1;
            }
            node = low & NODE_MASK;
        }
        return MAY_END[node] ? at : -1;
    }

    /** Bytes that a range takes once encoded. */
    static int encodedLength(byte[] in, int start, int end) {
        int bits = 0;
        for (int i = start; i < end; i++) {
            bits += BITS[in[i] & 0xff];
        }
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Encodes a range; returns the position behind it. */
    static int encode(byte[] in, int start, int end, byte[] out, int position) {
        long pending = 0;
        int bits = 0;
        int at = position;
        for (int i = start; i < end; i++) {
            int symbol = in[i] & 0xff;
            pending = (pending << BITS[symbol]) | CODES[symbol];
            bits += BITS[symbol];
            while (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                out[at++] = (byte) (pending >>> bits);
            }
        }
        if (bits > 0) {
            out[at++] = (byte) ((pending << (Byte.SIZE - bits)) | (0xff >>> bits));
        }
        return at;
    }
}
