package io.sluice.router.http.h2.hpack;

/** Hashes of names and fields, for look-ups that are verified. */
final class FieldHash {
    private static final int PRIME = 0x01000193;

    private FieldHash() {}

    static int of(byte[] bytes, int start, int end) {
        return mixed(more(0x811C9DC5, bytes, start, end));
    }

    /** Of a whole field, from the hash of its name. */
    static int of(int nameHash, byte[] bytes, int valueStart, int valueEnd) {
        return mixed(more(nameHash, bytes, valueStart, valueEnd));
    }

    private static int more(int hash, byte[] bytes, int start, int end) {
        int h = hash;
        for (int i = start; i < end; i++) {
            h = (h ^ bytes[i]) * PRIME;
        }
        return h;
    }

    private static int mixed(int hash) {
        return hash ^ (hash >>> 15);
    }
}
