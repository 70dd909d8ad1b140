/**
 * Trees of what is kept of JSON, made token by token: {@link io.sluice.watcher.kubernetes.tree.Shape} says what that is, {@link
 * io.sluice.watcher.kubernetes.tree.TreeBuilder} passes over the rest as it comes in, so that it is never in memory. Made to be kept: the
 * fields of an object cost no more than they must. Knows nothing of Kubernetes.
 */
@NullMarked
package io.sluice.watcher.kubernetes.tree;

import org.jspecify.annotations.NullMarked;
