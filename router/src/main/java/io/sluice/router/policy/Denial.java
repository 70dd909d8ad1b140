package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.TokenError;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is not let through, and how it is told.
 *
 * @param body text of the answer. Shared: never written to
 * @param details for header formats and the access log
 * @param challenge value of {@code www-authenticate}; null = none
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record Denial(int status, byte[] body, String details, byte @Nullable [] challenge) {
    /** More of a body than an external authorizer is asked about. */
    public static final Denial TOO_LARGE_TO_ASK =
            new Denial(413, Ascii.bytes("Payload Too Large"), "request_payload_too_large", null);

    private static final byte[] RBAC = Ascii.bytes("RBAC: access denied");

    private static final byte[] NOTHING = {};

    /** As much of a target is shown, as Envoy does. */
    private static final int MOST_SHOWN = 256;

    /** @param rule {@code none} if it is no rule that refuses, but that none allows */
    static Denial byPolicy(String rule) {
        return new Denial(403, RBAC, "rbac_access_denied_matched_policy[" + rule + "]", null);
    }

    /** An external authorizer gave no answer. */
    public static Denial unasked(int status) {
        return new Denial(status, NOTHING, "ext_authz_error", null);
    }

    static Denial byToken(TokenError error, RequestHead head) {
        String details = "jwt_authn_access_denied{" + error.text().replace(' ', '_') + "}";
        String challenge = "Bearer realm=\"" + realm(head) + "\", error=\"invalid_token\"";
        return new Denial(error.status(), Ascii.bytes(error.text()), details, Ascii.bytes(challenge));
    }

    /**
     * What was asked for, as the client said it: scheme, host with its port, path and query (istio-recorded.md §14). Behind a rewrite
     * the path that stood before it counts (istio-recorded.md §21).
     */
    private static String realm(RequestHead head) {
        byte[] bytes = head.bytes();
        String scheme = head.schemeEnd() > head.schemeStart()
                ? Ascii.text(bytes, head.schemeStart(), head.schemeEnd())
                : Ascii.text(head.scheme(), 0, head.scheme().length);
        String original = head.fields().value(FieldName.X_ENVOY_ORIGINAL_PATH);
        String target = original != null
                ? original
                : PathTests.path(head) + Ascii.text(bytes, head.queryStart(), head.queryEnd());
        return scheme + "://" + Ascii.text(bytes, head.hostStart(), head.hostEnd())
                + target.substring(0, Math.min(target.length(), MOST_SHOWN));
    }
}
