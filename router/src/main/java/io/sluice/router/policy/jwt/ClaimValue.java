package io.sluice.router.policy.jwt;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A claim as a header's value, as Envoy writes it (istio-recorded.md §14). */
final class ClaimValue {
    private static final double UNSIGNED_64 = 0x1p64;

    private ClaimValue() {}

    /** Null if it has none. */
    static byte @Nullable [] of(@Nullable Object claim) {
        String text = switch (claim) {
            case String string -> string;
            case Boolean truth -> truth.toString();
            case Double number -> number(number);
            case List<?> list -> json(list);
            case Map<?, ?> map -> json(map);
            case null, default -> "";
        };
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (byte b : bytes) {
            if ((b >= 0 && b < ' ' && b != '\t') || b == 0x7f) {
                return null; // no text that could be a field's (RFC 9110 §5.5)
            }
        }
        return bytes.length == 0 ? null : bytes;
    }

    private static String number(double number) {
        boolean whole = number >= 0 && number == Math.rint(number) && number < UNSIGNED_64;
        return whole
                ? new java.math.BigDecimal(number).toBigInteger().toString()
                : String.format(Locale.ROOT, "%.6f", number);
    }

    private static String json(Object value) {
        StringBuilder json = new StringBuilder();
        Json.write(value, json);
        return Base64.getEncoder().encodeToString(json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
