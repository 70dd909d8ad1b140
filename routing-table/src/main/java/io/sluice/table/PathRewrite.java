package io.sluice.table;

/** How a path is changed. The query is kept in every form. */
public sealed interface PathRewrite {

    /** Replaces exactly the text that a prefix match matched: {@code /foo} → {@code /} turns {@code /foo/bar} into {@code //bar}. */
    record ReplacePrefix(String replacement) implements PathRewrite {}

    /** Replaces the whole path. */
    record ReplaceAll(String path) implements PathRewrite {}

    /** RE2 replace-all; {@code \1} names a group. */
    record ReplaceRegex(String pattern, String substitution) implements PathRewrite {}
}
