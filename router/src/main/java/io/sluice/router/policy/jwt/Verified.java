package io.sluice.router.policy.jwt;

/**
 * A token whose signature, issuer and audience are right. Immutable.
 *
 * @param notBefore seconds since 1970, as {@code expires}
 * @param payloadText the payload as it stands in the token
 */
record Verified(Claims claims, long notBefore, long expires, String payloadText) {}
