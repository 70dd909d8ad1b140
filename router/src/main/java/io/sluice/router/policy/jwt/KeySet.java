package io.sluice.router.policy.jwt;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An issuer's keys (RFC 7517 §5). Immutable. */
final class KeySet {
    /** Of an issuer whose keys nobody has: no token of its is good. */
    static final KeySet UNKNOWN = new KeySet(List.of());

    private static final int MOST = 100;

    private final List<VerifyingKey> keys;

    private KeySet(List<VerifyingKey> keys) {
        this.keys = List.copyOf(keys);
    }

    /**
     * @param secrets whether a shared secret may stand among them: not in what anybody can fetch
     * @return null if this is no set, or none of its keys is one that a token can be signed with
     */
    static @Nullable KeySet parse(String text, boolean secrets) {
        try {
            if (!(Json.object(text).get("keys") instanceof List<?> list)) {
                return null;
            }
            List<VerifyingKey> keys = new ArrayList<>();
            for (Object jwk : list) {
                VerifyingKey key = jwk instanceof java.util.Map<?, ?> map ? VerifyingKey.of(map, secrets) : null;
                if (key != null && keys.size() < MOST) {
                    keys.add(key);
                }
            }
            return keys.isEmpty() ? null : new KeySet(keys);
        } catch (Json.Malformed malformed) {
            return null;
        }
    }

    /** Null = its signature is of one of these keys. Without a {@code kid}, on either side, every key that fits is tried. */
    @Nullable
    TokenError verify(Token token) {
        if (keys.isEmpty()) {
            return TokenError.VERIFICATION;
        }
        boolean fits = false;
        for (VerifyingKey key : keys) {
            boolean named =
                    token.kid().isEmpty() || key.kid().isEmpty() || key.kid().equals(token.kid());
            if (!named
                    || !(key.algorithm().isEmpty()
                            || key.algorithm().equals(token.algorithm().label()))) {
                continue;
            }
            fits = true;
            if (token.algorithm().verifies(key.kind(), key.key(), token.signed(), token.signature())) {
                return null;
            }
        }
        return fits ? TokenError.VERIFICATION : TokenError.NO_KEY;
    }
}
