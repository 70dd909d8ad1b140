package io.sluice.table.match;

/**
 * A condition on one header. A repeated header is compared line by line: it matches if one line does.
 *
 * @param name lower case; {@code :method}, {@code :authority} and {@code :path} are allowed
 * @param inverted from {@code withoutHeaders}: holds when the match fails, a missing header counting as the empty text
 *     (unless the match is {@link StringMatch.Present})
 */
public record HeaderMatch(String name, StringMatch value, boolean inverted) {}
