package io.sluice.router.exchange;

import io.netty.util.internal.EmptyArrays;
import io.sluice.router.authz.Asked;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.TrustedProxies;
import io.sluice.router.policy.CompiledPolicies;
import io.sluice.router.policy.Denial;
import io.sluice.router.policy.Facts;
import io.sluice.router.route.path.PathNormalizer;
import io.sluice.router.route.pod.PodGate;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.Role;
import org.jspecify.annotations.Nullable;

/**
 * Asks policies, twice in a request's life (DESIGN §5): those that select this router, of the request as it came, and those that select
 * the pod that was picked, of the request as it would arrive there. Confined to its event loop.
 */
final class Gates {
    /** What a proxy at the pod would answer to a path that a rewrite has left without a normal form. */
    static final Denial NO_PATH = new Denial(400, EmptyArrays.EMPTY_BYTES, "path_normalization_failed", null);

    private static final byte[] NO_NAME = EmptyArrays.EMPTY_BYTES;

    private final ForwardedHeaders headers;
    private final Facts facts;

    /** @param loop its index */
    Gates(ForwardedHeaders headers, int loop) {
        this.headers = headers;
        facts = new Facts(loop);
    }

    /** Whether an external authorizer is to be asked of the request as it came. */
    boolean asks(Exchange exchange, CompiledPolicies policies) {
        boolean asks = policies.asks(atRouter(exchange));
        facts.clear();
        return asks;
    }

    /** Null = let through; what its token says is then the exchange's to know. */
    @Nullable
    Denial atRouter(Exchange exchange, CompiledPolicies policies) {
        Denial denial = policies.judge(atRouter(exchange));
        exchange.enter(facts.claims());
        facts.clear();
        return denial;
    }

    private Facts atRouter(Exchange exchange) {
        headers.arrive(exchange); // policies see what the router makes of a client's word about itself
        ClientContext client = exchange.client();
        return facts.of(
                        exchange.head(),
                        client.address(),
                        exchange.remoteAddress(),
                        client.localAddress(),
                        exchange.listener().policyPort())
                .from(
                        exchange.role() == Role.MESH && client.tls() == null ? client.caller() : client.peer(),
                        client.serverName());
    }

    /** Whether what is judged at the pod has a normal form: {@link #NO_PATH} if not. */
    static boolean settle(Exchange exchange, RequestHead head) {
        return exchange.forward().path() == null
                || settlePath(head, exchange.options().paths());
    }

    /** Whether the pod's external authorizer is to be asked of what arrives there. */
    boolean asksAtPod(Role role, ClientContext client, PodGate gate, RequestHead head) {
        boolean asks = gate.authorizer() != null && gate.policies().asks(atPod(role, client, gate, head));
        facts.clear();
        return asks;
    }

    /**
     * Null = let through.
     *
     * @param head a copy for this pod alone, settled: tokens are taken off it, and headers written
     */
    @Nullable
    Denial judgeAtPod(Role role, ClientContext client, PodGate gate, RequestHead head) {
        Denial denial = gate.policies().judge(atPod(role, client, gate, head));
        facts.clear();
        return denial;
    }

    private Facts atPod(Role role, ClientContext client, PodGate gate, RequestHead head) {
        return facts.of(head, gate.source(), remote(role, client.address(), head), gate.address(), gate.port())
                .from(role == Role.MESH ? client.caller() : gate.caller(), NO_NAME);
    }

    /** What an authorizer is shown at a pod. From which port it would be called is not known yet. */
    static Asked shown(PodGate gate, RequestHead head, ReplayBuffer body, int bodyBytes) {
        return new Asked(
                head,
                gate.source(),
                0,
                gate.address(),
                gate.port(),
                body.first(bodyBytes),
                bodyBytes > 0 && body.bytes() > bodyBytes);
    }

    /** A rewritten path is brought into normal form again, as a proxy at the pod would: what is judged is what is sent. */
    static boolean settlePath(RequestHead head, PathNormalization paths) {
        byte[] prefix = head.pathPrefix();
        HeaderBlock block = head.fields();
        if (prefix != null) {
            int start = block.length();
            block.append(prefix);
            block.append(block.bytes(), head.pathStart(), head.pathEnd());
            head.path(start, block.length(), false);
        } else {
            head.path(head.pathStart(), head.pathEnd(), false);
        }
        return PathNormalizer.normalize(head, paths);
    }

    /** Behind a gateway the last of {@code x-forwarded-for} counts; in the mesh nobody's word does (DESIGN §7). */
    static byte[] remote(Role role, byte[] peer, RequestHead head) {
        byte[] told = role == Role.GATEWAY ? TrustedProxies.client(head.fields(), 1) : null;
        return told == null ? peer : told;
    }
}
