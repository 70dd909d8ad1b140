package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.table.match.HostPattern;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hosts by name: exact names first, then the longest suffix, then {@code *} (istio.md §1.3). Names are compared without port
 * and case. Immutable.
 */
public final class HostIndex {
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Suffix(byte[] text, Named hosts) {}

    private final ByteTable<Named> exact;
    private final List<Suffix> suffixes;
    private final @Nullable Named any;

    /** A domain's pattern, whose it is, and for which callers. */
    record Entry(HostPattern pattern, @Nullable String callerNamespace, CompiledHost host) {}

    HostIndex(List<Entry> entries) {
        ByteTable.Builder<Named> names = new ByteTable.Builder<>();
        List<Suffix> wildcards = new ArrayList<>();
        Named all = null;
        for (Entry entry : entries) {
            switch (entry.pattern()) {
                case HostPattern.Exact name ->
                    names.computeIfAbsent(Ascii.bytes(name.name()), Named::new).add(entry);
                case HostPattern.Suffix suffix ->
                    named(wildcards, Ascii.bytes(suffix.suffix())).add(entry);
                case HostPattern.Any star -> {
                    all = all == null ? new Named() : all;
                    all.add(entry);
                }
            }
        }
        wildcards.sort(Comparator.comparingInt(suffix -> -suffix.text().length));
        exact = names.build();
        suffixes = List.copyOf(wildcards);
        any = all;
    }

    private static Named named(List<Suffix> wildcards, byte[] text) {
        for (Suffix known : wildcards) {
            if (java.util.Arrays.equals(known.text(), text)) {
                return known.hosts();
            }
        }
        Suffix added = new Suffix(text, new Named());
        wildcards.add(added);
        return added.hosts();
    }

    /**
     * @param start of the authority, whose port is left out of account
     * @param callerNamespace null = not known
     * @return null if no host has this name
     */
    public @Nullable CompiledHost find(byte[] bytes, int start, int end, @Nullable String callerNamespace) {
        int nameEnd = nameEnd(bytes, start, end);
        Named named = exact.getIgnoreCase(bytes, start, nameEnd);
        CompiledHost host = named == null ? null : named.of(callerNamespace);
        return host != null ? host : findWildcard(bytes, start, nameEnd, callerNamespace);
    }

    private @Nullable CompiledHost findWildcard(byte[] bytes, int start, int end, @Nullable String callerNamespace) {
        for (Suffix suffix : suffixes) {
            int from = end - suffix.text().length;
            if (from > start && Ascii.equalsIgnoreCase(bytes, from, end, suffix.text())) {
                CompiledHost host = suffix.hosts().of(callerNamespace);
                if (host != null) {
                    return host;
                }
            }
        }
        return any == null ? null : any.of(callerNamespace);
    }

    /** Where the port of an authority begins; an IPv6 literal keeps its brackets. */
    private static int nameEnd(byte[] bytes, int start, int end) {
        int at = end;
        while (at > start && bytes[at - 1] != ':' && bytes[at - 1] != ']') {
            at--;
        }
        return at > start && bytes[at - 1] == ':' ? at - 1 : end;
    }

    /** The hosts of one name: perhaps one for all, perhaps others for callers of some namespaces. */
    private static final class Named {
        private @Nullable CompiledHost plain;
        private final List<Entry> byCaller = new ArrayList<>();

        void add(Entry entry) {
            if (entry.callerNamespace() == null) {
                plain = plain == null ? entry.host() : plain;
            } else {
                byCaller.add(entry);
            }
        }

        @Nullable
        CompiledHost of(@Nullable String callerNamespace) {
            if (callerNamespace != null && !byCaller.isEmpty()) {
                for (Entry entry : byCaller) {
                    if (callerNamespace.equals(entry.callerNamespace())) {
                        return entry.host();
                    }
                }
            }
            return plain;
        }
    }
}
