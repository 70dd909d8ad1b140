/**
 * What keeps a request on one endpoint: {@link io.sluice.router.route.hash.HashKeys}, compiled once a route, reads a head into
 * a {@link io.sluice.router.route.hash.RequestKey}. The hash is Envoy's, so keys keep their endpoints.
 */
@NullMarked
package io.sluice.router.route.hash;

import org.jspecify.annotations.NullMarked;
