package io.sluice.router.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an event loop notes of an exchange that is recorded.
 *
 * @param parent 0 = none
 * @param cluster where it went; empty = nowhere
 * @param error whether it was answered 5xx, or not at all
 * @param layout by which it was made
 * @param values of attributes, in the order of {@link SpanLayout#keys}; null = there is none
 */
record SpanNote(
        long traceHigh,
        long traceLow,
        long id,
        long parent,
        long startMillis,
        long nanos,
        String cluster,
        boolean error,
        SpanLayout layout,
        List<@Nullable String> values) {}
