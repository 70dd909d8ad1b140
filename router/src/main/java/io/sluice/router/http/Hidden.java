package io.sluice.router.http;

import com.google.re2j.Pattern;

/** What of a question is not repeated in its answer: answers are copied to where a token must not be. */
public final class Hidden {
    /** A token by its form (RFC 7519): three parts of base64url, the first of which begins an object of JSON. */
    private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_=-]*\\.[A-Za-z0-9_=-]*\\.[A-Za-z0-9_=-]*");

    private static final Pattern PARAMETER = Pattern.compile("([?&]access_token=)[^&# ]*");

    public static final String NOT_SHOWN = "(not shown)";

    private Hidden() {}

    /** Whether a header, in lower case, tells who sends it and proves it. */
    public static boolean isCredential(String header) {
        return switch (header) {
            case "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key" -> true;
            default -> false;
        };
    }

    /** The text without tokens. */
    public static String in(String text) {
        return PARAMETER.matcher(TOKEN.matcher(text).replaceAll("(token)")).replaceAll("$1(token)");
    }

    /** The value of a header, if it may be shown. */
    public static String value(String header, String value) {
        if (isCredential(header)) {
            return value.isEmpty() ? value : NOT_SHOWN;
        }
        return in(value);
    }
}
