package io.sluice.router.policy.jwt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token that is well formed (RFC 7519 §7.2), whoever signed it. Immutable.
 *
 * @param kid empty if it names no key
 * @param notBefore seconds since 1970; 0 = at any time
 * @param expires {@link Long#MAX_VALUE} = never
 * @param payloadText the payload as it stands in the token
 * @param signed what the signature is of
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Token(
        Algorithm algorithm,
        String kid,
        Map<String, Object> payload,
        String issuer,
        List<String> audiences,
        long notBefore,
        long expires,
        String payloadText,
        byte[] signed,
        byte[] signature) {
    private static final double OUT_OF_RANGE = 0x1p63;

    /** What keeps a text from being a token. */
    static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;

        private final TokenError error;

        Malformed(TokenError error) {
            super(error.text(), null, false, false);
            this.error = error;
        }

        TokenError error() {
            return error;
        }
    }

    /** In Envoy's order: which of several mistakes is told depends on it. */
    static Token parse(String text) throws Malformed {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
            throw new Malformed(TokenError.BAD_FORMAT);
        }
        Map<String, Object> header = object(parts[0], TokenError.HEADER_BASE64, TokenError.HEADER_JSON);
        if (!(header.get("alg") instanceof String name)) {
            throw new Malformed(TokenError.ALG_MISSING);
        }
        Algorithm algorithm = Algorithm.of(name);
        if (algorithm == null) {
            throw new Malformed(TokenError.ALG_UNKNOWN);
        }
        String kid = text(header, "kid", TokenError.KID_NO_TEXT);
        if (header.containsKey("crit")) { // nothing is understood here that could be critical (RFC 7515 §4.1.11)
            throw new Malformed(TokenError.VERIFICATION);
        }
        Map<String, Object> payload = object(parts[1], TokenError.PAYLOAD_BASE64, TokenError.PAYLOAD_JSON);
        String issuer = text(payload, "iss", TokenError.ISS_NO_TEXT);
        text(payload, "sub", TokenError.SUB_NO_TEXT);
        seconds(payload, "iat", 0, TokenError.IAT_NO_INTEGER, TokenError.IAT_OUT_OF_RANGE);
        long notBefore = seconds(payload, "nbf", 0, TokenError.NBF_NO_INTEGER, TokenError.NBF_OUT_OF_RANGE);
        long expires = seconds(payload, "exp", Long.MAX_VALUE, TokenError.EXP_NO_INTEGER, TokenError.EXP_OUT_OF_RANGE);
        text(payload, "jti", TokenError.JTI_NO_TEXT);
        List<String> audiences = audiences(payload.get("aud"));
        byte[] signature = Base64Url.decode(parts[2]);
        if (signature == null) {
            throw new Malformed(TokenError.SIGNATURE_BASE64);
        }
        byte[] signed = (parts[0] + "." + parts[1]).getBytes(StandardCharsets.ISO_8859_1);
        return new Token(algorithm, kid, payload, issuer, audiences, notBefore, expires, parts[1], signed, signature);
    }

    private static Map<String, Object> object(String part, TokenError base64, TokenError json) throws Malformed {
        byte[] decoded = Base64Url.decode(part);
        if (decoded == null) {
            throw new Malformed(base64);
        }
        try {
            return Json.object(decoded);
        } catch (Json.Malformed malformed) {
            throw new Malformed(json);
        }
    }

    private static String text(Map<String, Object> object, String name, TokenError otherwise) throws Malformed {
        Object value = object.get(name);
        if (value == null) {
            return "";
        }
        if (!(value instanceof String text)) {
            throw new Malformed(otherwise);
        }
        return text;
    }

    private static long seconds(
            Map<String, Object> payload, String name, long missing, TokenError noInteger, TokenError outOfRange)
            throws Malformed {
        Object value = payload.get(name);
        if (value == null) {
            return missing;
        }
        if (!(value instanceof Double number)) {
            throw new Malformed(noInteger);
        }
        if (number < 0 || number >= OUT_OF_RANGE) {
            throw new Malformed(outOfRange);
        }
        return number.longValue();
    }

    private static List<String> audiences(@Nullable Object value) throws Malformed {
        List<String> audiences = new ArrayList<>();
        if (value instanceof String one) {
            audiences.add(one);
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                if (!(element instanceof String one)) {
                    throw new Malformed(TokenError.AUD_NO_TEXTS);
                }
                audiences.add(one);
            }
        } else if (value != null) {
            throw new Malformed(TokenError.AUD_NO_TEXTS);
        }
        return audiences;
    }

    /** A token is nobody's to read. */
    @Override
    public String toString() {
        return "token of " + issuer;
    }
}
