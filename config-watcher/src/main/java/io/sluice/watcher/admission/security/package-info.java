/**
 * Policies: {@link io.sluice.watcher.admission.security.AuthorizationPolicyReader} reads who may. What Istio's webhook refuses is refused
 * here in the same place; a policy that is refused before it was ever admitted shuts what its selector covers.
 */
@NullMarked
package io.sluice.watcher.admission.security;

import org.jspecify.annotations.NullMarked;
