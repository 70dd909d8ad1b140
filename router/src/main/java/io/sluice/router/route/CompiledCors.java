package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.table.policy.Cors;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cross-origin rules, compiled to the values that answers carry. Immutable; the arrays are shared and never written to. */
public final class CompiledCors {
    private static final byte[] STAR = {'*'};

    private final TextMatcher[] origins;
    private final boolean anyOrigin;
    private final List<String> methods;
    private final List<String> headers;
    private final byte @Nullable [] allowMethods;
    private final byte @Nullable [] allowHeaders;
    private final byte @Nullable [] exposeHeaders;
    private final byte @Nullable [] maxAgeSeconds;
    private final boolean allowCredentials;
    private final boolean forwardUnmatchedPreflights;

    CompiledCors(Cors cors) {
        origins = cors.allowOrigins().stream().map(TextMatcher::of).toArray(TextMatcher[]::new);
        anyOrigin = allows(origins, STAR, 0, STAR.length);
        methods = cors.allowMethods();
        headers = cors.allowHeaders();
        allowMethods = joined(methods);
        allowHeaders = joined(headers);
        exposeHeaders = joined(cors.exposeHeaders());
        maxAgeSeconds = cors.maxAge() == null
                ? null
                : Ascii.bytes(Long.toString(cors.maxAge().toSeconds()));
        allowCredentials = cors.allowCredentials();
        forwardUnmatchedPreflights = cors.forwardUnmatchedPreflights();
    }

    /** Without blanks, as Istio joins them. */
    private static byte @Nullable [] joined(List<String> values) {
        return values.isEmpty() ? null : Ascii.bytes(String.join(",", values));
    }

    /** Whether an {@code origin}, compared as it stands, may read answers. */
    public boolean allows(byte[] bytes, int start, int end) {
        return anyOrigin || allows(origins, bytes, start, end);
    }

    private static boolean allows(TextMatcher[] origins, byte[] bytes, int start, int end) {
        for (TextMatcher origin : origins) {
            if (origin.matches(bytes, start, end)) {
                return true;
            }
        }
        return false;
    }

    /** Value of {@code access-control-allow-methods}; null = none. */
    public byte @Nullable [] allowMethods() {
        return allowMethods;
    }

    /** Whether the method that a preflight asks for is the one that is named. */
    public boolean reflectsMethod() {
        return methods.equals(List.of("*"));
    }

    /** Value of {@code access-control-allow-headers}; null = none. */
    public byte @Nullable [] allowHeaders() {
        return allowHeaders;
    }

    /** Whether the headers that a preflight asks for are those that are named. */
    public boolean reflectsHeaders() {
        return headers.equals(List.of("*"));
    }

    /** Value of {@code access-control-expose-headers}; null = none. */
    public byte @Nullable [] exposeHeaders() {
        return exposeHeaders;
    }

    /** Value of {@code access-control-max-age}; null = none. */
    public byte @Nullable [] maxAgeSeconds() {
        return maxAgeSeconds;
    }

    public boolean allowCredentials() {
        return allowCredentials;
    }

    /** Whether preflights of other origins are the model's affair; else they are answered without an origin. */
    public boolean forwardUnmatchedPreflights() {
        return forwardUnmatchedPreflights;
    }
}
