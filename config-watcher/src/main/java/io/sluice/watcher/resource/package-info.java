/** Kubernetes objects as records that hold what routing needs; {@code admission} makes them. */
@NullMarked
package io.sluice.watcher.resource;

import org.jspecify.annotations.NullMarked;
