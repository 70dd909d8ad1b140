package io.sluice.router.authz;

import io.sluice.router.http.FieldName;

/** Fields that speak of one connection, and of how one message ends there (RFC 9110 §7.6.1). */
final class HopByHop {
    private HopByHop() {}

    static boolean has(FieldName field) {
        return switch (field) {
            case CONNECTION, CONTENT_LENGTH, EXPECT, KEEP_ALIVE, PROXY_CONNECTION, TE, TRANSFER_ENCODING, UPGRADE ->
                true;
            default -> false;
        };
    }
}
