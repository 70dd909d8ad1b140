package io.sluice.table;

import org.jspecify.annotations.Nullable;

/**
 * What is changed of the request line and the host before forwarding.
 *
 * @param path null = unchanged
 * @param authority the new {@code Host}; null = unchanged
 */
public record Rewrite(@Nullable PathRewrite path, @Nullable String authority) {
    public static final Rewrite NONE = new Rewrite(null, null);
}
