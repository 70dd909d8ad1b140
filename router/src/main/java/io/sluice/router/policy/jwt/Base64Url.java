package io.sluice.router.policy.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64url without padding, as a token has it (RFC 7515 §2). */
final class Base64Url {
    private Base64Url() {}

    /** Null if it is none: padding, blanks and the other alphabet among it, and bits at the end that stand for nothing (RFC 4648 §3.5). */
    static byte @Nullable [] decode(String text) {
        if (text.indexOf('=') >= 0) {
            return null;
        }
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
            return isCanonical(text, decoded) ? decoded : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** One text for one value: else a token could be told in many ways. */
    private static boolean isCanonical(String text, byte[] decoded) {
        int rest = decoded.length % 3;
        if (rest == 0) {
            return true;
        }
        byte[] last = Arrays.copyOfRange(decoded, decoded.length - rest, decoded.length);
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(last);
        return text.endsWith(encoded);
    }
}
