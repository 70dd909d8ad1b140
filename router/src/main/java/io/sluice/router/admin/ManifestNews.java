package io.sluice.router.admin;

import java.util.function.Supplier;

/**
 * What is known of the manifests behind the tables, as JSON: this half has never heard of manifests.
 *
 * @param problems a list of objects
 * @param changes tables that were put in force, the last first: a list of objects
 */
public record ManifestNews(Supplier<String> problems, Supplier<String> changes) {
    public static final ManifestNews NONE = new ManifestNews(() -> "[]", () -> "[]");
}
