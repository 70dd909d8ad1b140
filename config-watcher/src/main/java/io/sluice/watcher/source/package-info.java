/**
 * Where documents come from ({@link io.sluice.watcher.source.Source}): here, a directory of manifests, followed. A {@link io.sluice.watcher.source.Listing} is one look at it, {@code Changes}
 * waits until two looks differ, {@code ManifestFiles} reads what has changed, {@code YamlDocuments} as {@code kubectl} would. Knows
 * nothing of what documents say.
 */
@NullMarked
package io.sluice.watcher.source;

import org.jspecify.annotations.NullMarked;
