/**
 * External authorization: an {@link io.sluice.router.authz.AuthorizationCheck} waits for what of a body an authorizer is shown; then a
 * {@link io.sluice.router.authz.Check} asks about that one request, on its own event loop and over the authorizer's own pools, and ends with a {@link io.sluice.router.authz.Verdict} (istio-recorded.md §16).
 */
@NullMarked
package io.sluice.router.authz;

import org.jspecify.annotations.NullMarked;
