package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.table.cluster.Endpoint.Workload;
import org.jspecify.annotations.Nullable;

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

    /**
     * Who calls in the mesh without a certificate.
     *
     * @param caller the pod at its address; null = not known
     */
    public static Peer ofCaller(@Nullable Workload caller) {
        return caller == null || caller.identity().isEmpty() ? STRANGER : of(caller.identity());
    }

    /** @param identity empty = {@link #NOBODY} */
    public static Peer of(String identity) {
        return identity.isEmpty() ? NOBODY : new Peer(Ascii.bytes(identity), true);
    }
}
