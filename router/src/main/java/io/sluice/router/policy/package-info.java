/**
 * Who may: policies compiled to questions that are asked of a request's bytes. Start at {@link
 * io.sluice.router.policy.CompiledPolicies}: a gate of a listener, or of a pod. What it may ask is {@link
 * io.sluice.router.policy.Facts}; what it answers is null, or a {@link io.sluice.router.policy.Denial}.
 */
@NullMarked
package io.sluice.router.policy;

import org.jspecify.annotations.NullMarked;
