package io.sluice.router.policy.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Base64url without padding, as a token has it (RFC 7515 §2). */
final class Base64Url {
    private Base64Url() {}

    /** Null if it is none: padding, blanks and the other alphabet among it. */
    static byte @Nullable [] decode(String text) {
        if (text.indexOf('=') >= 0) {
            return null;
        }
        try {
            return Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
