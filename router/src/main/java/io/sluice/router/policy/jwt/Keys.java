package io.sluice.router.policy.jwt;

import io.sluice.table.policy.JwtAuthentication;
import io.sluice.table.policy.JwtAuthentication.Rule;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The keys of all issuers: those that are fetched survive a change of table that still names them. <em>Shared</em>: changed by the
 * publishing thread alone; event loops ask the {@link KeySource}s that were handed out.
 */
public final class Keys implements AutoCloseable {
    /** Nobody fetches more than this, whatever the manifests say. */
    private static final int MOST = 256;

    private final Map<Location, RemoteKeys> fetched = new HashMap<>();
    private final Set<Location> named = new HashSet<>();
    private final boolean fetches;

    /** Whose keys, and where they are. */
    private record Location(String issuer, JwtAuthentication.Keys keys) {}

    /** @param fetches false where nothing is to be called: then keys that are not in the table are unknown */
    public Keys(boolean fetches) {
        this.fetches = fetches;
    }

    KeySource of(Rule rule) {
        return switch (rule.keys()) {
            case JwtAuthentication.Keys.Inline inline -> {
                KeySet keys = KeySet.parse(inline.jwks(), true);
                yield new KeySource.Inline(keys == null ? KeySet.UNKNOWN : keys);
            }
            case JwtAuthentication.Keys.Remote remote -> remote(rule);
            case JwtAuthentication.Keys.Discovered discovered -> remote(rule);
        };
    }

    private KeySource remote(Rule rule) {
        Location location = new Location(rule.issuer(), rule.keys());
        RemoteKeys known = fetched.get(location);
        if (known == null && (!fetches || fetched.size() >= MOST)) {
            return new KeySource.Inline(KeySet.UNKNOWN);
        }
        named.add(location);
        return known != null
                ? known
                : fetched.computeIfAbsent(location, absent -> RemoteKeys.start(rule.issuer(), rule.keys()));
    }

    /** A table is compiled: keys that it does not name are let go. */
    public void settle() {
        fetched.entrySet().removeIf(entry -> {
            boolean gone = !named.contains(entry.getKey());
            if (gone) {
                entry.getValue().close();
            }
            return gone;
        });
        named.clear();
    }

    /** Waits until every issuer has answered once, or was given up for now: a first request should find its keys. */
    public void await(Duration most) {
        long deadlineNanos = System.nanoTime() + most.toNanos();
        for (RemoteKeys keys : fetched.values()) {
            keys.await(deadlineNanos - System.nanoTime());
        }
    }

    @Override
    public void close() {
        fetched.values().forEach(RemoteKeys::close);
        fetched.clear();
    }
}
