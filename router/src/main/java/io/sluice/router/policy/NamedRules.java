package io.sluice.router.policy;

import io.sluice.router.http.RequestHead;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Rules by name, as Envoy asks them: which of several is told depends on it. Of many, those that name paths are found by how the
 * request's begins, and only then asked; a gate of a thousand policies costs about what one of ten does. Immutable.
 */
final class NamedRules {
    /** So few are asked one after the other: an index would cost as much. */
    private static final int LEAST_INDEXED = 16;

    private final Named[] rules;
    private final @Nullable Starts starts;

    /**
     * A rule.
     *
     * @param starts with one of which every path begins that it fits; empty = it may fit any
     * @param denial what is said when it refuses
     */
    record Named(String name, List<byte[]> starts, Test rule, Denial denial) {}

    private NamedRules(Named[] rules) {
        this.rules = rules;
        starts = rules.length < LEAST_INDEXED ? null : new Starts(rules);
    }

    static NamedRules of(Stream<Named> rules) {
        return new NamedRules(
                rules.sorted((a, b) -> a.name().compareTo(b.name())).toArray(Named[]::new));
    }

    Stream<Named> stream() {
        return Arrays.stream(rules);
    }

    /** The first that holds; null = none does. */
    @Nullable
    Named first(Facts facts) {
        if (starts != null && facts.head().pathPrefix() == null) {
            int found = starts.first(facts);
            return found == rules.length ? null : rules[found];
        }
        for (Named rule : rules) {
            if (rule.rule().holds(facts)) {
                return rule;
            }
        }
        return null;
    }

    /** By how paths begin: a hash is carried along the path, and looked up at each length that some rule has. */
    private static final class Starts {
        private final Named[] rules;
        private final int[] anywhere;
        private final int[] lengths;
        private final byte[] @Nullable [] texts;
        private final int[][] found;
        private final int mask;

        Starts(Named[] rules) {
            this.rules = rules;
            anywhere = IntStream.range(0, rules.length)
                    .filter(i -> rules[i].starts().isEmpty())
                    .toArray();
            Map<byte[], int[]> byText = new TreeMap<>(Arrays::compare);
            for (int i = 0; i < rules.length; i++) {
                for (byte[] start : rules[i].starts()) {
                    byText.merge(
                            start,
                            new int[] {i},
                            (known, one) -> known[known.length - 1] == one[0]
                                    ? known
                                    : IntStream.concat(Arrays.stream(known), Arrays.stream(one))
                                            .toArray());
                }
            }
            lengths = byText.keySet().stream()
                    .mapToInt(text -> text.length)
                    .distinct()
                    .sorted()
                    .toArray();
            mask = Math.max(1, Integer.highestOneBit(byText.size()) * 4) - 1;
            texts = new byte[mask + 1][];
            found = new int[mask + 1][];
            byText.forEach(this::put);
        }

        private void put(byte[] text, int[] of) {
            int hash = 0;
            for (byte b : text) {
                hash = 31 * hash + b;
            }
            int slot = slot(hash);
            while (texts[slot] != null) {
                slot = (slot + 1) & mask;
            }
            texts[slot] = text;
            found[slot] = of;
        }

        private int slot(int hash) {
            return (hash ^ (hash >>> 16)) & mask;
        }

        /** Their number if none holds. */
        int first(Facts facts) {
            int best = firstOf(anywhere, rules.length, facts);
            RequestHead head = facts.head();
            byte[] bytes = head.bytes();
            int start = head.pathStart();
            int end = head.pathEnd();
            int hash = 0;
            int at = start;
            for (int length : lengths) {
                if (start + length > end) {
                    break;
                }
                for (; at < start + length; at++) {
                    hash = 31 * hash + bytes[at];
                }
                int[] candidates = find(hash, bytes, start, at);
                best = candidates == null ? best : firstOf(candidates, best, facts);
            }
            return best;
        }

        private int @Nullable [] find(int hash, byte[] bytes, int start, int end) {
            for (int slot = slot(hash); texts[slot] != null; slot = (slot + 1) & mask) {
                byte[] text = texts[slot];
                if (text != null && Arrays.equals(text, 0, text.length, bytes, start, end)) {
                    return found[slot];
                }
            }
            return null;
        }

        /** @param best what was found before: those behind it need not be asked */
        private int firstOf(int[] candidates, int best, Facts facts) {
            for (int candidate : candidates) {
                if (candidate >= best) {
                    return best;
                }
                if (rules[candidate].rule().holds(facts)) {
                    return candidate;
                }
            }
            return best;
        }
    }
}
