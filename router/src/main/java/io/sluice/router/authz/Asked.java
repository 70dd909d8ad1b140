package io.sluice.router.authz;

import io.sluice.router.http.RequestHead;

/**
 * The request that an authorizer is asked about. Addresses and body are shared: never written to.
 *
 * @param body as much of it as the authorizer is shown
 * @param cut of a longer body
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record Asked(
        RequestHead head, byte[] peer, int peerPort, byte[] local, int localPort, byte[] body, boolean cut) {}
