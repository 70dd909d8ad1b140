/**
 * Istio's meaning: VirtualServices, DestinationRules and Gateways to listeners, hosts, routes and clusters. Two roles over one
 * {@link io.sluice.watcher.translate.istio.RouteBuilder}: {@link io.sluice.watcher.translate.istio.GatewayRole} concatenates the
 * VirtualServices of a host, {@link io.sluice.watcher.translate.istio.MeshRole} lets its oldest owner win whole (istio.md §0).
 * Certificates are found by {@code credential}.
 */
@NullMarked
package io.sluice.watcher.translate.istio;

import org.jspecify.annotations.NullMarked;
