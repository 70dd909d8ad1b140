package io.sluice.router.route;

import io.sluice.table.Domain;
import io.sluice.table.match.HostPattern;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Hosts by name: exact names first, then the longest suffix, then {@code *} (istio.md §1.3). Names are compared without port
 * and case; the cost is that of the name's length, however many hosts there are. Immutable.
 */
public final class HostIndex {
    private final ByteTable<Named> exact;
    private final ByteTable<Named> suffixes;

    /** Where in a walk from a name's end a suffix may begin. */
    private final BitSet suffixLengths = new BitSet();

    private final @Nullable Named any;

    /** A host by one of its names. */
    public record Entry(Domain domain, CompiledHost host) {}

    HostIndex(List<Entry> entries) {
        Map<String, Named> names = new LinkedHashMap<>();
        Map<String, Named> endings = new LinkedHashMap<>();
        Named all = null;
        for (Entry entry : entries) {
            switch (entry.domain().pattern()) {
                case HostPattern.Exact name -> add(names, name.name(), entry);
                case HostPattern.Suffix suffix -> {
                    add(endings, suffix.suffix(), entry);
                    suffixLengths.set(suffix.suffix().length());
                }
                case HostPattern.Any star -> {
                    all = all == null ? new Named() : all;
                    all.add(entry);
                }
            }
        }
        exact = new ByteTable<>(names);
        suffixes = new ByteTable<>(endings);
        any = all;
    }

    private static void add(Map<String, Named> to, String text, Entry entry) {
        to.computeIfAbsent(text, absent -> new Named()).add(entry);
    }

    /**
     * @param start of the authority, whose port is left out of account
     * @param callerNamespace null = not known
     * @return null if no host has this name
     */
    public @Nullable CompiledHost find(byte[] bytes, int start, int end, @Nullable String callerNamespace) {
        Entry found = findEntry(bytes, start, end, callerNamespace);
        return found == null ? null : found.host();
    }

    /** The same, with the name by which it was found. */
    public @Nullable Entry findEntry(byte[] bytes, int start, int end, @Nullable String callerNamespace) {
        int nameEnd = nameEnd(bytes, start, end);
        Named named = exact.getIgnoreCase(bytes, start, nameEnd);
        Entry found = named == null ? null : named.of(callerNamespace);
        if (found == null && !suffixLengths.isEmpty()) {
            found = longestSuffix(bytes, start, nameEnd, callerNamespace);
        }
        return found != null || any == null ? found : any.of(callerNamespace);
    }

    /** One walk from the name's end, no farther than the longest suffix; a suffix is never the whole name. */
    private @Nullable Entry longestSuffix(byte[] bytes, int start, int end, @Nullable String callerNamespace) {
        Entry longest = null;
        int hash = ByteTable.EMPTY;
        int from = Math.max(start + 1, end - suffixLengths.length() + 1);
        for (int at = end - 1; at >= from; at--) {
            hash = ByteTable.hash(bytes[at], hash);
            if (suffixLengths.get(end - at)) {
                Named named = suffixes.getIgnoreCase(hash, bytes, at, end);
                Entry found = named == null ? null : named.of(callerNamespace);
                longest = found == null ? longest : found;
            }
        }
        return longest;
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
        private @Nullable Entry plain;
        private final List<Entry> byCaller = new ArrayList<>(0);

        void add(Entry entry) {
            if (entry.domain().callerNamespace() == null) {
                plain = plain == null ? entry : plain;
            } else {
                byCaller.add(entry);
            }
        }

        @Nullable
        Entry of(@Nullable String callerNamespace) {
            if (callerNamespace != null && !byCaller.isEmpty()) {
                for (Entry entry : byCaller) {
                    if (callerNamespace.equals(entry.domain().callerNamespace())) {
                        return entry;
                    }
                }
            }
            return plain;
        }
    }
}
