package io.sluice.router.route.pod;

import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.http.Ascii;
import io.sluice.router.policy.CompiledPolicies;
import io.sluice.router.policy.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a request meets at one pod.
 *
 * @param authorizer whom its custom policies name; null = nobody is asked
 * @param caller who the router is to it
 * @param source this router's address as the pod sees it; empty if nobody can say. Shared: never written to, as {@code address}
 * @param address the pod's
 * @param port the pod's, whatever the Service calls it
 */
@SuppressWarnings("ArrayRecordComponent") // compiled, never compared
public record PodGate(
        CompiledPolicies policies,
        @Nullable CompiledAuthorizer authorizer,
        Peer caller,
        byte[] source,
        byte[] address,
        int port) {
    private static final byte[] UNKNOWN = {};

    static PodGate of(
            CompiledPolicies policies, @Nullable CompiledAuthorizer authorizer, Peer caller, InetSocketAddress pod) {
        InetAddress resolved = pod.getAddress();
        return resolved == null
                ? new PodGate(policies, authorizer, caller, UNKNOWN, UNKNOWN, pod.getPort())
                : new PodGate(
                        policies,
                        authorizer,
                        caller,
                        towards(pod),
                        Ascii.bytes(resolved.getHostAddress()),
                        pod.getPort());
    }

    /** The system's routes say which address a connection would come from; asking them sends nothing. */
    private static byte[] towards(InetSocketAddress pod) {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(pod);
            return Ascii.bytes(socket.getLocalAddress().getHostAddress());
        } catch (IOException | UncheckedIOException nowhere) {
            return UNKNOWN;
        }
    }
}
