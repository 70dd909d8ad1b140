/**
 * Admitted manifests to what a router is told. Pure functions: the same manifests, in whatever order they were read, give
 * the same table. {@link io.sluice.watcher.translate.Translator} has the order; {@code istio} turns Istio's
 * objects, among them those derived from SeldonDeployments, into listeners, routes and clusters, {@code endpoints} says who serves
 * each cluster.
 */
@NullMarked
package io.sluice.watcher.translate;

import org.jspecify.annotations.NullMarked;
