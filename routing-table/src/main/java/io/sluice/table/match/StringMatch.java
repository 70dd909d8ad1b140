package io.sluice.table.match;

/** How a text is compared; always case-sensitive. */
public sealed interface StringMatch {
    record Exact(String value) implements StringMatch {}

    record Prefix(String value) implements StringMatch {}

    record Suffix(String value) implements StringMatch {}

    /** RE2, matching the whole text. */
    record Regex(String pattern) implements StringMatch {}

    /** There is a value, even an empty one. */
    record Present() implements StringMatch {}
}
