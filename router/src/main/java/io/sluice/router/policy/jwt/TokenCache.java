package io.sluice.router.policy.jwt;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that were found good, so that a signature is looked at once. Only good ones: nobody fills it with what he makes up. Confined
 * to its event loop.
 */
public final class TokenCache {
    private static final int MOST = 1024;

    /** Longer ones are verified anew each time, so that what is kept stays small. */
    private static final int LONGEST = 4096;

    private final Map<Key, Kept> entries = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Kept> eldest) {
            return size() > MOST;
        }
    };

    /** Good under one rule: a request may meet one at this router and another at the pod. */
    private record Key(String token, TokenRule rule) {}

    /** Good under one set of keys; under another it has to be looked at again. */
    private record Kept(KeySet keys, Verified verified) {}

    /** Null if it has to be verified. */
    @Nullable
    Verified get(String token, TokenRule rule, KeySet keys) {
        Kept entry = entries.get(new Key(token, rule));
        return entry != null && entry.keys() == keys ? entry.verified() : null;
    }

    void put(String token, TokenRule rule, KeySet keys, Verified verified) {
        if (token.length() <= LONGEST) {
            entries.put(new Key(token, rule), new Kept(keys, verified));
        }
    }

    void remove(String token, TokenRule rule) {
        entries.remove(new Key(token, rule));
    }
}
