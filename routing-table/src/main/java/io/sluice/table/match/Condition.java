package io.sluice.table.match;

/** One condition of a {@link RequestMatch}: what can hold or not hold by itself, and be told to whoever asks why. */
public sealed interface Condition {
    record Path(PathMatch value) implements Condition {}

    record Method(StringMatch value) implements Condition {}

    record Scheme(StringMatch value) implements Condition {}

    record Authority(StringMatch value) implements Condition {}

    record Source(SourceMatch value) implements Condition {}

    record Header(HeaderMatch value) implements Condition {}

    record Query(QueryMatch value) implements Condition {}

    record Claim(ClaimMatch value) implements Condition {}
}
