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
 * Hosts by name: exact names first, then the longest suffix, then addresses, then {@code *} (istio.md §1.3). Names are compared without port
 * and case; the cost is that of the name's length, however many hosts there are. Immutable.
 */
public final class HostIndex {
    private final ByteTable<Named> exact;
    private final ByteTable<Named> suffixes;

    /** Where in a walk from a name's end a suffix may begin. */
    private final BitSet suffixLengths = new BitSet();

    private final @Nullable Named addresses;
    private final @Nullable Named any;

    /** A host by one of its names. */
    public record Entry(Domain domain, CompiledHost host) {}

    HostIndex(List<Entry> entries) {
        Map<String, Named> names = new LinkedHashMap<>();
        Map<String, Named> endings = new LinkedHashMap<>();
        Named literals = null;
        Named all = null;
        for (Entry entry : entries) {
            switch (entry.domain().pattern()) {
                case HostPattern.Exact name -> add(names, name.name(), entry);
                case HostPattern.Suffix suffix -> {
                    add(endings, suffix.suffix(), entry);
                    suffixLengths.set(suffix.suffix().length());
                }
                case HostPattern.Address literal -> {
                    literals = literals == null ? new Named() : literals;
                    literals.add(entry);
                }
                case HostPattern.Any star -> {
                    all = all == null ? new Named() : all;
                    all.add(entry);
                }
            }
        }
        exact = new ByteTable<>(names);
        suffixes = new ByteTable<>(endings);
        addresses = literals;
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
        if (found == null && addresses != null && isAddress(bytes, start, nameEnd)) {
            found = addresses.of(callerNamespace);
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

    /** Four numbers, or brackets around an IPv6 address (RFC 3986 §3.2.2). */
    private static boolean isAddress(byte[] bytes, int start, int end) {
        return (end > start && bytes[start] == '[') ? inBrackets(bytes, start, end) : isIpv4(bytes, start, end);
    }

    private static boolean inBrackets(byte[] bytes, int start, int end) {
        boolean colon = false;
        for (int at = start + 1; at < end - 1; at++) {
            colon |= bytes[at] == ':';
            if (bytes[at] != ':' && bytes[at] != '.' && Character.digit(bytes[at], 16) < 0) {
                return false;
            }
        }
        return colon && bytes[end - 1] == ']';
    }

    private static boolean isIpv4(byte[] bytes, int start, int end) {
        int numbers = 0;
        int at = start;
        while (at < end) {
            int value = 0;
            int first = at;
            while (at < end && bytes[at] >= '0' && bytes[at] <= '9' && at - first < 3) {
                value = 10 * value + bytes[at++] - '0';
            }
            numbers++;
            if (at == first || value > 255) {
                return false;
            }
            if (at < end && (bytes[at++] != '.' || at == end)) {
                return false;
            }
        }
        return numbers == 4;
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
