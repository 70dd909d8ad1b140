/**
 * Admitted manifests to what a router is told. Pure functions: the same manifests, in whatever order they were read, give
 * the same table. {@link io.sluice.watcher.translate.Translator} has the order; {@code seldon} turns SeldonDeployments into
 * Istio's objects, {@code istio} turns those into listeners, routes and clusters, {@code endpoints} says who serves each cluster.
 */
@NullMarked
package io.sluice.watcher.translate;

import org.jspecify.annotations.NullMarked;
