package io.sluice.watcher.translate.istio;

import io.sluice.table.match.ClaimMatch;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.watcher.resource.VirtualService.Match;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The conditions of a rule and of its delegate, both to hold at once (istio.md §1.4). */
final class MatchJoin {
    private MatchJoin() {}

    /** The same, with gateways by their full names: root and delegate may live in different namespaces. */
    static List<Match> resolved(List<Match> matches, String namespace) {
        return matches.stream()
                .map(match -> withGateways(
                        match,
                        match.gateways().stream()
                                .map(name -> GatewayNames.resolve(name, namespace))
                                .toList()))
                .toList();
    }

    private static Match withGateways(Match match, List<String> gateways) {
        return new Match(
                match.name(),
                match.uri(),
                match.method(),
                match.scheme(),
                match.authority(),
                match.headers(),
                match.query(),
                match.claims(),
                match.port(),
                gateways,
                match.sourceNamespace(),
                match.sourceLabels());
    }

    /** Whether Istio sees the two as contradicting each other; it compares texts, so some that could both hold conflict too. */
    static boolean conflict(Match root, Match leaf) {
        return ignoresCase(root) != ignoresCase(leaf)
                || conflict(text(root.uri()), text(leaf.uri()))
                || conflict(root.scheme(), leaf.scheme())
                || conflict(root.method(), leaf.method())
                || conflict(root.authority(), leaf.authority())
                || conflict(root.headers(), leaf.headers(), MatchJoin::keyOf, HeaderMatch::value)
                || conflict(root.claims(), leaf.claims(), MatchJoin::keyOf, ClaimMatch::value)
                || conflict(root.query(), leaf.query(), QueryMatch::name, QueryMatch::value)
                || differ(root.port(), leaf.port())
                || differ(root.sourceNamespace(), leaf.sourceNamespace())
                || differ(root.sourceLabels(), leaf.sourceLabels())
                || exceeds(root.gateways(), leaf.gateways());
    }

    private static boolean ignoresCase(Match match) {
        return switch (match.uri()) {
            case PathMatch.Exact exact -> exact.ignoreCase();
            case PathMatch.Prefix prefix -> prefix.ignoreCase();
            case PathMatch.Regex regex -> false;
            case null -> false;
        };
    }

    private static @Nullable StringMatch text(@Nullable PathMatch uri) {
        return switch (uri) {
            case PathMatch.Exact exact -> new StringMatch.Exact(exact.path());
            case PathMatch.Prefix prefix -> new StringMatch.Prefix(prefix.path());
            case PathMatch.Regex regex -> new StringMatch.Regex(regex.pattern());
            case null -> null;
        };
    }

    private static boolean conflict(@Nullable StringMatch root, @Nullable StringMatch leaf) {
        if (root == null || leaf == null) {
            return false;
        }
        if (root instanceof StringMatch.Regex || leaf instanceof StringMatch.Regex) {
            return true;
        }
        return switch (root) {
            case StringMatch.Exact exact -> !exact.equals(leaf);
            case StringMatch.Prefix prefix ->
                switch (leaf) {
                    case StringMatch.Exact exact -> !exact.value().startsWith(prefix.value());
                    case StringMatch.Prefix longer -> !longer.value().startsWith(prefix.value());
                    case StringMatch.Suffix suffix -> false;
                    case StringMatch.Regex regex -> true;
                    case StringMatch.Present present -> false;
                };
            case StringMatch.Suffix suffix -> false;
            case StringMatch.Regex regex -> true;
            case StringMatch.Present present -> false;
        };
    }

    private static <T> boolean conflict(
            List<T> root, List<T> leaf, Function<T, String> key, Function<T, StringMatch> value) {
        return root.stream()
                .anyMatch(outer -> leaf.stream()
                        .anyMatch(inner -> key.apply(outer).equals(key.apply(inner))
                                && conflict(value.apply(outer), value.apply(inner))));
    }

    private static String keyOf(HeaderMatch match) {
        return (match.inverted() ? "!" : "=") + match.name();
    }

    private static String keyOf(ClaimMatch match) {
        return (match.inverted() ? "!" : "=") + match.path();
    }

    private static <T> boolean differ(@Nullable T root, @Nullable T leaf) {
        return root != null && leaf != null && !root.equals(leaf);
    }

    private static boolean differ(Map<String, String> root, Map<String, String> leaf) {
        return root.entrySet().stream()
                .anyMatch(label -> !label.getValue().equals(leaf.getOrDefault(label.getKey(), label.getValue())));
    }

    private static boolean exceeds(List<String> root, List<String> leaf) {
        return !root.isEmpty() && !new HashSet<>(root).containsAll(leaf);
    }

    /** Both at once; where both speak of one thing the delegate is the more specific. */
    static Match join(Match root, Match leaf) {
        Map<String, String> labels = new HashMap<>(root.sourceLabels());
        labels.putAll(leaf.sourceLabels());
        BiFunction<String, String, String> dashed = (a, b) -> a.isEmpty() || b.isEmpty() ? a + b : a + "-" + b;
        return new Match(
                dashed.apply(root.name(), leaf.name()),
                either(leaf.uri(), root.uri()),
                either(leaf.method(), root.method()),
                either(leaf.scheme(), root.scheme()),
                either(leaf.authority(), root.authority()),
                union(root.headers(), leaf.headers(), MatchJoin::keyOf),
                union(root.query(), leaf.query(), QueryMatch::name),
                union(root.claims(), leaf.claims(), MatchJoin::keyOf),
                either(leaf.port(), root.port()),
                leaf.gateways().isEmpty() ? root.gateways() : leaf.gateways(),
                either(leaf.sourceNamespace(), root.sourceNamespace()),
                labels);
    }

    private static <T> @Nullable T either(@Nullable T leaf, @Nullable T root) {
        return leaf == null ? root : leaf;
    }

    private static <T> List<T> union(List<T> root, List<T> leaf, Function<T, String> key) {
        List<T> union = new ArrayList<>(leaf);
        root.stream()
                .filter(outer ->
                        leaf.stream().noneMatch(inner -> key.apply(inner).equals(key.apply(outer))))
                .forEach(union::add);
        return union;
    }
}
