package io.sluice.router.http.h1;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldText;

/** The value of {@code transfer-encoding}. Only {@code chunked} alone is understood (RFC 9112 §6.1). */
enum TransferCoding {
    CHUNKED,
    /** A list of codings that ends in one, or holds some, that we do not speak: 501. */
    UNKNOWN,
    /** No list of codings, or one in which {@code chunked} does not end the message: 400. */
    MALFORMED;

    private static final byte[] CHUNKED_WORD = Ascii.bytes("chunked");

    static TransferCoding of(byte[] bytes, int start, int end) {
        if (Ascii.equalsIgnoreCase(bytes, start, end, CHUNKED_WORD)) {
            return CHUNKED;
        }
        int at = start;
        boolean chunked = false;
        do {
            int comma = at;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            int from = Ascii.skipBlanks(bytes, at, comma);
            int to = Ascii.trimBlanks(bytes, from, comma);
            if (chunked || !isCoding(bytes, from, to)) {
                return MALFORMED;
            }
            chunked = Ascii.equalsIgnoreCase(bytes, from, to, CHUNKED_WORD);
            at = comma + 1;
        } while (at <= end);
        return UNKNOWN;
    }

    private static boolean isCoding(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!FieldText.isToken(bytes[i])) {
                return false;
            }
        }
        return end > start;
    }
}
