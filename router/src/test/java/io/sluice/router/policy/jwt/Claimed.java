package io.sluice.router.policy.jwt;

import java.util.Set;

/** Claims as if a token had been verified. */
public final class Claimed {
    private Claimed() {}

    /** @param delimited claims whose texts are lists */
    public static Claims of(String payload, String... delimited) {
        try {
            return new Claims(Json.object(payload), Set.of(delimited));
        } catch (Json.Malformed malformed) {
            throw new IllegalArgumentException(payload, malformed);
        }
    }
}
