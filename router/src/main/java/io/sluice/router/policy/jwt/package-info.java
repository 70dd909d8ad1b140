/**
 * Tokens: where they are looked for, whether they are good, and what of them the request is given (RequestAuthentication, istio.md
 * §4.2). Start at {@link io.sluice.router.policy.jwt.CompiledAuthentication}; {@link io.sluice.router.policy.jwt.Claims} is what is
 * left of a token that is good. Signatures are the JDK's; keys that are fetched are fetched by {@link
 * io.sluice.router.policy.jwt.RemoteKeys}, never on an event loop.
 */
@NullMarked
package io.sluice.router.policy.jwt;

import org.jspecify.annotations.NullMarked;
