package io.sluice.router.route.pod;

import io.sluice.router.authz.CompiledAuthorizer;
import io.sluice.router.policy.CompiledPolicies;
import io.sluice.router.policy.Peer;
import io.sluice.router.policy.Tallies;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.Role;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.WorkloadPolicy;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The policies of a table that guard pods. Which of them guard an endpoint is found out when it is first picked. <em>Shared</em>: what was
 * found is kept in maps that every event loop may read and write.
 */
public final class PodGates {
    /** Endpoints come and go while a table stays; what is kept of those that are gone is dropped with all of it. */
    private static final int MOST_KEPT = 16 * 1024;

    private final List<Selecting> all;
    private final Map<UpstreamEndpoint, Optional<PodGate>> behindGateway = new ConcurrentHashMap<>();
    private final Map<UpstreamEndpoint, Optional<PodGate>> inMesh = new ConcurrentHashMap<>();

    /** Pods under the same policies share what is compiled of them, and what is known of tokens there. */
    private final Map<BitSet, Joined> joined = new ConcurrentHashMap<>();

    private record Selecting(
            WorkloadPolicy declared,
            CompiledPolicies policies,
            @Nullable CompiledAuthorizer authorizer) {}

    private record Joined(
            CompiledPolicies policies, @Nullable CompiledAuthorizer authorizer) {}

    private PodGates(List<Selecting> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Null if no pod is guarded.
     *
     * @param authorizers whom policies with custom rules ask
     */
    public static @Nullable PodGates of(
            List<WorkloadPolicy> declared,
            Keys keys,
            Tallies tallies,
            Function<Authorization, @Nullable CompiledAuthorizer> authorizers) {
        List<Selecting> all = new ArrayList<>();
        for (WorkloadPolicy policy : declared) {
            CompiledPolicies compiled =
                    CompiledPolicies.of(policy.authentication(), policy.authorization(), keys, tallies);
            if (compiled != null) {
                all.add(new Selecting(policy, compiled, authorizers.apply(policy.authorization())));
            }
        }
        return all.isEmpty() ? null : new PodGates(all);
    }

    /** Null if nothing guards it from requests of listeners of this role. */
    public @Nullable PodGate of(UpstreamEndpoint endpoint, Role role) {
        Map<UpstreamEndpoint, Optional<PodGate>> found = switch (role) {
            case GATEWAY -> behindGateway;
            case MESH -> inMesh;
        };
        Optional<PodGate> known = found.get(endpoint);
        return (known == null ? find(endpoint, role, found) : known).orElse(null);
    }

    private Optional<PodGate> find(
            UpstreamEndpoint endpoint, Role role, Map<UpstreamEndpoint, Optional<PodGate>> byEndpoint) {
        BitSet selecting = new BitSet();
        for (int i = 0; i < all.size(); i++) {
            WorkloadPolicy policy = all.get(i).declared();
            if (policy.selects(endpoint.workload()) && (policy.role() == null || policy.role() == role)) {
                selecting.set(i);
            }
        }
        Optional<PodGate> found = selecting.isEmpty() ? Optional.empty() : Optional.of(gate(endpoint, role, selecting));
        if (byEndpoint.size() >= MOST_KEPT) {
            byEndpoint.clear();
        }
        byEndpoint.put(endpoint, found);
        return found;
    }

    private PodGate gate(UpstreamEndpoint endpoint, Role role, BitSet selecting) {
        Joined of = joined.computeIfAbsent(selecting, this::join);
        return PodGate.of(of.policies(), of.authorizer(), caller(role, selecting), endpoint.address());
    }

    /** Who has entered the mesh by a gateway is that gateway to pods; who has not may be anybody. */
    private Peer caller(Role role, BitSet selecting) {
        return switch (role) {
            case GATEWAY -> Peer.of(all.get(selecting.nextSetBit(0)).declared().caller());
            case MESH -> Peer.STRANGER;
        };
    }

    private Joined join(BitSet selecting) {
        List<Selecting> parts = selecting.stream().mapToObj(all::get).toList();
        CompiledPolicies policies =
                CompiledPolicies.joined(parts.stream().map(Selecting::policies).toList());
        // Where parts name several, their rules deny by now.
        return new Joined(
                policies,
                parts.stream()
                        .map(Selecting::authorizer)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }
}
