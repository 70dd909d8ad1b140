/**
 * Kubernetes objects as records that hold what routing needs. {@link io.sluice.watcher.resource.Resources} reads them from
 * JSON trees; {@link io.sluice.watcher.resource.Reader} keeps count of every field it was asked for, so that what nobody
 * asked for is told to the author and never silently ignored.
 */
@NullMarked
package io.sluice.watcher.resource;

import org.jspecify.annotations.NullMarked;
