/**
 * External authorization: a {@link io.sluice.router.authz.Check} asks an authorizer about one request, on the request's own event loop and
 * over the authorizer's own pools, and ends with a {@link io.sluice.router.authz.Verdict} (istio-recorded.md §16).
 */
@NullMarked
package io.sluice.router.authz;

import org.jspecify.annotations.NullMarked;
