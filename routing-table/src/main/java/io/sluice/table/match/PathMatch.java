package io.sluice.table.match;

/** How a request's path is compared. Declared by VirtualService {@code uri}. */
public sealed interface PathMatch {

    /** The whole path. */
    record Exact(String path, boolean ignoreCase) implements PathMatch {}

    /** A plain string prefix, not segments: {@code /foo} matches {@code /foobar}. */
    record Prefix(String path, boolean ignoreCase) implements PathMatch {}

    /** RE2, matching the whole path. */
    record Regex(String pattern) implements PathMatch {}

    /** Istio's notion of a catch-all path: prefix {@code /} or regex {@code .*}. */
    default boolean matchesEverything() {
        return switch (this) {
            case Exact exact -> false;
            case Prefix prefix -> prefix.path().equals("/");
            case Regex regex -> regex.pattern().equals(".*");
        };
    }
}
