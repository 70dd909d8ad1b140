/**
 * What becomes of a request's path: {@link io.sluice.router.route.path.PathNormalizer} brings it into normal form before anything is
 * compared, {@link io.sluice.router.route.path.PathRewriter} is what a route makes of it for the endpoint. Both keep the query as it is.
 */
@NullMarked
package io.sluice.router.route.path;

import org.jspecify.annotations.NullMarked;
