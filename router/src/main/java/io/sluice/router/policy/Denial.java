package io.sluice.router.policy;

import io.sluice.router.http.Ascii;

/**
 * Why a request is not let through, and how it is told.
 *
 * @param body text of the answer. Shared: never written to
 * @param details for header formats and the access log
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
public record Denial(int status, byte[] body, String details) {
    private static final byte[] RBAC = Ascii.bytes("RBAC: access denied");

    /** @param rule {@code none} if it is no rule that refuses, but that none allows */
    static Denial byPolicy(String rule) {
        return new Denial(403, RBAC, "rbac_access_denied_matched_policy[" + rule + "]");
    }
}
