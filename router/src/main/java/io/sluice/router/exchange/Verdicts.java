package io.sluice.router.exchange;

import io.netty.util.internal.EmptyArrays;
import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.header.StreamInfo;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.TrustedProxies;
import io.sluice.router.policy.CompiledPolicies;
import io.sluice.router.policy.Denial;
import io.sluice.router.policy.Facts;
import io.sluice.router.policy.Judgement;
import io.sluice.router.policy.Peer;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.router.route.CompiledDestination;
import io.sluice.router.route.CompiledForward;
import io.sluice.router.route.CompiledListener;
import io.sluice.router.route.CompiledOptions;
import io.sluice.router.route.CompiledRoute;
import io.sluice.router.route.pod.PodGate;
import io.sluice.table.Role;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.policy.Format.Attribute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What policies say of a request that nobody sends, for whoever asks why: by the steps of {@link Gates}, and by the same policies. It comes
 * without certificate; of its connection the caller's address and the port are known. Confined to who made it.
 */
public final class Verdicts {
    private final RequestHead head;
    private final CompiledListener listener;
    private final byte[] peer;
    private final byte[] serverName;
    private final int port;
    private final Peer caller;
    private final Facts facts = new Facts(0);

    /**
     * @param head in normal form; tokens are taken off it, as on the road
     * @param peer address of the caller; empty = not known
     * @param serverName that its handshake asks for; null = there is none
     * @param caller the pod at that address; null = not known
     */
    public Verdicts(
            RequestHead head,
            CompiledListener listener,
            String peer,
            @Nullable String serverName,
            @Nullable Workload caller) {
        this.head = head;
        this.listener = listener;
        this.peer = Ascii.bytes(peer);
        this.serverName = serverName == null ? EmptyArrays.EMPTY_BYTES : Ascii.bytes(serverName);
        port = listener.policyPort();
        this.caller = Peer.ofCaller(caller);
    }

    /** Null = let through. */
    public @Nullable Denial atRouter(CompiledPolicies policies, List<Judgement> told) {
        CompiledOptions options = listener.options();
        byte[] client =
                options.trustedProxies() > 0 ? TrustedProxies.client(head.fields(), options.trustedProxies()) : null;
        byte[] remote = client == null ? peer : client;
        ForwardedHeaders.arrive(head, options, listener.role(), peer, remote);
        Peer who = listener.role() == Role.MESH ? caller : Peer.NOBODY;
        return policies.tell(
                facts.of(head, peer, remote, EmptyArrays.EMPTY_BYTES, port).from(who, serverName), told);
    }

    /** What its token says; null = it has none. */
    public @Nullable Claims claims() {
        return facts.claims();
    }

    /** Null = let through. The head is left as it is. */
    public @Nullable Denial atPod(
            PodGate gate,
            CompiledRoute route,
            CompiledForward forward,
            CompiledDestination destination,
            List<Judgement> told) {
        RequestHead copy = new RequestHead();
        copy.copy(head);
        CompiledOptions options = listener.options();
        ForwardedHeaders.arrive(copy, options, listener.role(), peer, peer);
        CompiledHeaders ofRoute = route.headers();
        CompiledHeaders ofDestination = destination.headers();
        boolean drawn = forward.split().weighted();
        CompiledHeaders.applyRequest(ofRoute, ofDestination, drawn, copy.fields(), new Unsent(copy));
        if (forward.path() != null) {
            ForwardedHeaders.rewritePath(copy, forward.path(), options);
        }
        ForwardedHeaders.rewriteHost(
                copy, forward, ofRoute.request().host(), ofDestination.request().host(), drawn, options);
        if (forward.path() != null && !Gates.settlePath(copy, options.paths())) {
            return Gates.NO_PATH;
        }
        return gate.policies()
                .tell(
                        facts.of(
                                        copy,
                                        gate.source(),
                                        Gates.remote(listener.role(), peer, copy),
                                        gate.address(),
                                        gate.port())
                                .from(listener.role() == Role.MESH ? caller : gate.caller(), EmptyArrays.EMPTY_BYTES),
                        told);
    }

    /** Of what is never sent nothing is known but its head. */
    private record Unsent(RequestHead request) implements StreamInfo {
        @Override
        public @Nullable HeaderBlock response(HeaderBlock changed) {
            return null;
        }

        @Override
        public long startMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public void append(Attribute attribute, HeaderBlock target) {}
    }
}
