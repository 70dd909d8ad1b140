package io.sluice.router.http.h2.fields;

import io.sluice.router.http.FieldName;
import io.sluice.router.http.FieldText;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.h2.hpack.FieldTaker;

/**
 * What holds for the fields of requests, responses and trailers alike (RFC 9113 §8.2): names in lower case, values without a
 * byte that another protocol would take for an end of line, nothing that HTTP/1.1 says of a connection. Fields that are in order
 * are noted in their block; once one is not, the message is malformed and the rest is passed over. Confined to its event loop;
 * used for one block after another.
 */
public abstract class FieldRules implements FieldTaker {
    private boolean malformed;
    private boolean regularSeen;

    /** Makes it ready for another block. */
    public void begin() {
        malformed = false;
        regularSeen = false;
    }

    public boolean malformed() {
        return malformed;
    }

    void malform() {
        malformed = true;
    }

    /** A pseudo field, which is not noted in the block; false if it may not be there, or not so. */
    abstract boolean pseudo(HeaderBlock block, int nameStart, int nameEnd, int valueStart, int valueEnd);

    /** A field that has just been noted as line {@code i}; false if it may not be there, or not so. */
    abstract boolean regular(HeaderBlock block, int i);

    @Override
    public void field(
            HeaderBlock block, int nameStart, int nameEnd, int valueStart, int valueEnd, boolean neverIndexed) {
        if (malformed) {
            return;
        }
        byte[] bytes = block.bytes();
        if (nameStart == nameEnd || !isValue(bytes, valueStart, valueEnd)) {
            malformed = true;
        } else if (bytes[nameStart] == ':') {
            malformed = regularSeen || !pseudo(block, nameStart, nameEnd, valueStart, valueEnd);
        } else {
            regularSeen = true;
            malformed = !isName(bytes, nameStart, nameEnd);
            if (!malformed) {
                block.index(nameStart, nameEnd, valueStart, valueEnd, true);
                if (neverIndexed) {
                    block.neverIndexed();
                }
                int line = block.count() - 1;
                malformed = isOfConnection(block.field(line)) || !regular(block, line);
            }
        }
    }

    private static boolean isName(byte[] bytes, int start, int end) {
        for (int i = start; i < end; i++) {
            if (FieldText.lowerToken(bytes[i]) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** No blank at either end: another protocol would not count it (§8.2.1). */
    private static boolean isValue(byte[] bytes, int start, int end) {
        return start == end
                || (FieldText.textEnd(bytes, start, end) == end && !isBlank(bytes[start]) && !isBlank(bytes[end - 1]));
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean isOfConnection(FieldName field) {
        return switch (field) {
            case CONNECTION, KEEP_ALIVE, PROXY_CONNECTION, TRANSFER_ENCODING, UPGRADE -> true;
            default -> false;
        };
    }
}
