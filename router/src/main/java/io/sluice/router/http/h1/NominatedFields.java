package io.sluice.router.http.h1;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import java.util.Arrays;

/**
 * Removes the fields that a {@code connection} field names (RFC 9110 §7.6.1), but never one that says where the message ends
 * or goes, or that the router itself answers for: nobody may nominate those away.
 */
final class NominatedFields {
    private static final byte[] FORWARDED = Ascii.bytes("x-forwarded-");
    private static final byte[] ENVOY = Ascii.bytes("x-envoy-");
    private static final byte[] AUTHORIZATION = Ascii.bytes("authorization");

    private NominatedFields() {}

    static void remove(HeaderBlock fields, int start, int end) {
        byte[] bytes = fields.bytes();
        int at = start;
        while (at < end) {
            int comma = at;
            while (comma < end && bytes[comma] != ',') {
                comma++;
            }
            int from = Ascii.skipBlanks(bytes, at, comma);
            int to = Ascii.trimBlanks(bytes, from, comma);
            if (from < to) {
                removeNamed(fields, lowerCase(bytes, from, to));
            }
            at = comma + 1;
        }
    }

    private static byte[] lowerCase(byte[] bytes, int start, int end) {
        byte[] name = Arrays.copyOfRange(bytes, start, end);
        for (int i = 0; i < name.length; i++) {
            name[i] = Ascii.lower(name[i]);
        }
        return name;
    }

    private static void removeNamed(HeaderBlock fields, byte[] name) {
        for (int i = fields.next(name, -1); i >= 0; i = fields.next(name, i)) {
            if (!isProtected(fields.field(i), name)) {
                fields.remove(i);
            }
        }
    }

    private static boolean isProtected(FieldName field, byte[] name) {
        return switch (field) {
            case HOST, CONTENT_LENGTH, TRANSFER_ENCODING, UPGRADE, TE, EXPECT, X_REQUEST_ID -> true;
            default ->
                Arrays.equals(name, AUTHORIZATION)
                        || Ascii.startsWithIgnoreCase(name, 0, name.length, FORWARDED)
                        || Ascii.startsWithIgnoreCase(name, 0, name.length, ENVOY);
        };
    }
}
