package io.sluice.table;

import io.sluice.table.match.HostPattern;
import org.jspecify.annotations.Nullable;

/**
 * One name of a host.
 *
 * @param callerNamespace if not null, the name is this host's only for callers of that namespace (a bare {@code x} in the
 *     mesh role); such a domain wins over the same pattern without one
 */
public record Domain(HostPattern pattern, @Nullable String callerNamespace) {
    public static Domain of(HostPattern pattern) {
        return new Domain(pattern, null);
    }
}
