/**
 * Documents from a cluster's API server. {@link io.sluice.watcher.kubernetes.ClusterAccess} is how it is reached, {@link
 * io.sluice.watcher.kubernetes.KubernetesSource} hands over what it holds: a {@code Reflection} lists and watches one {@code Kind} and
 * keeps what it knew when that fails, {@code Reduction} says what is kept of it (made by {@code tree}, while it comes in), {@code Pace} says when changes are handed over,
 * {@code LastGood} is what a start finds while the API server is away (docs/adr/0021). Knows nothing of what documents say.
 */
@NullMarked
package io.sluice.watcher.kubernetes;

import org.jspecify.annotations.NullMarked;
