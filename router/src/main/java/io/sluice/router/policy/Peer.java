package io.sluice.router.policy;

import io.sluice.router.http.Ascii;

/**
 * Who calls, as a certificate says. Immutable.
 *
 * @param identity {@code td/ns/x/sa/y}: a SPIFFE ID without its scheme; empty = none. Shared: never written to
 * @param certain whether it is what it says, or nobody; else it may be anybody: in the mesh callers show no certificate
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Peer(byte[] identity, boolean certain) {
    /** Without a certificate, where one could have been shown. */
    public static final Peer NOBODY = new Peer(new byte[0], true);

    /** Without a certificate, where nobody shows one. */
    public static final Peer STRANGER = new Peer(new byte[0], false);

    /** @param identity empty = {@link #NOBODY} */
    public static Peer of(String identity) {
        return identity.isEmpty() ? NOBODY : new Peer(Ascii.bytes(identity), true);
    }
}
