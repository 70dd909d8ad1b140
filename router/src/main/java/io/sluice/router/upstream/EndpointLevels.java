package io.sluice.router.upstream;

import io.sluice.router.loop.Loop;
import io.sluice.router.upstream.balance.Balancer;
import io.sluice.router.upstream.balance.Shares;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.LoadBalancing;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The endpoints that requests of a cluster may go to now: by priority, and within one by locality if localities have shares.
 * Never changes; made anew when endpoints do. Shared: what balancers remember, they remember per loop.
 */
final class EndpointLevels {
    static final EndpointLevels NONE = new EndpointLevels(new Level[0]);

    /**
     * Envoy's {@code host_selection_retry_max_attempts} as Istio sets it. Where Envoy then takes the last pick, tried or
     * not, and so fails a request every few thousand with a sound endpoint at hand, any that was not tried is taken.
     */
    private static final int MOST_PICKS = 5;

    private final Level[] levels;

    private EndpointLevels(Level[] levels) {
        this.levels = levels;
    }

    /** Endpoints that share one balancer. */
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Group(UpstreamEndpoint[] endpoints, Balancer balancer) {
        UpstreamEndpoint pick(Loop loop, long key, @Nullable List<UpstreamEndpoint> tried) {
            UpstreamEndpoint picked = endpoints[balancer.pick(loop, key, 0)];
            if (tried == null) {
                return picked;
            }
            for (int again = 1; again < MOST_PICKS && tried.contains(picked); again++) {
                picked = endpoints[balancer.pick(loop, key, again)];
            }
            return tried.contains(picked) ? another(loop, picked, tried) : picked;
        }

        /** From a random place on, so that no endpoint is everybody's second choice. */
        private UpstreamEndpoint another(Loop loop, UpstreamEndpoint picked, List<UpstreamEndpoint> tried) {
            int start = loop.random().nextInt(endpoints.length);
            for (int i = 0; i < endpoints.length; i++) {
                UpstreamEndpoint candidate = endpoints[(start + i) % endpoints.length];
                if (!tried.contains(candidate)) {
                    return candidate;
                }
            }
            return picked;
        }
    }

    /** @param shares of the groups; null = there is one */
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Level(Group[] groups, @Nullable Shares shares) {
        Group group(Loop loop) {
            return shares == null ? groups[0] : groups[shares.next(loop)];
        }
    }

    /** Of the endpoints of one state, which has somebody in it, in the order of their names. */
    static EndpointLevels of(Collection<UpstreamEndpoint> endpoints, LoadBalancing balancing, int loops) {
        Map<Integer, List<UpstreamEndpoint>> byPriority = endpoints.stream()
                .sorted(Comparator.comparing(UpstreamEndpoint::hashName))
                .collect(Collectors.groupingBy(
                        live -> live.endpoint().place().priority(), TreeMap::new, Collectors.toList()));
        List<Level> levels = new ArrayList<>();
        byPriority.values().forEach(level -> levels.add(level(level, balancing, loops)));
        return new EndpointLevels(levels.toArray(Level[]::new));
    }

    private static Level level(List<UpstreamEndpoint> endpoints, LoadBalancing balancing, int loops) {
        Map<String, List<UpstreamEndpoint>> byLocality = endpoints.stream()
                .collect(Collectors.groupingBy(
                        live -> live.endpoint().place().locality(), TreeMap::new, Collectors.toList()));
        boolean shared = endpoints.get(0).endpoint().place().share() > 0 && byLocality.size() > 1;
        // A key's endpoint must not depend on whose turn it is: with hashes, shares are weights.
        if (!shared || balancing instanceof LoadBalancing.ConsistentHash) {
            return new Level(
                    new Group[] {group(endpoints, weights(endpoints, byLocality, shared), balancing, loops)}, null);
        }
        List<Group> groups = new ArrayList<>();
        List<Integer> shares = new ArrayList<>();
        byLocality.values().forEach(locality -> {
            groups.add(group(locality, weights(locality, Map.of(), false), balancing, loops));
            shares.add(locality.get(0).endpoint().place().share());
        });
        return new Level(
                groups.toArray(Group[]::new),
                new Shares(shares.stream().mapToInt(Integer::intValue).toArray(), loops));
    }

    private static Group group(List<UpstreamEndpoint> endpoints, double[] weights, LoadBalancing balancing, int loops) {
        UpstreamEndpoint[] array = endpoints.toArray(UpstreamEndpoint[]::new);
        return new Group(array, Balancer.of(balancing, array, weights, loops));
    }

    private static double[] weights(
            List<UpstreamEndpoint> endpoints, Map<String, List<UpstreamEndpoint>> byLocality, boolean shared) {
        return endpoints.stream()
                .mapToDouble(live -> shared
                        ? shareOf(live.endpoint(), byLocality)
                        : live.endpoint().weight())
                .toArray();
    }

    private static double shareOf(Endpoint endpoint, Map<String, List<UpstreamEndpoint>> byLocality) {
        int ofLocality = byLocality.getOrDefault(endpoint.place().locality(), List.of()).stream()
                .mapToInt(live -> live.endpoint().weight())
                .sum();
        return (double) endpoint.place().share() * endpoint.weight() / ofLocality;
    }

    int size() {
        int size = 0;
        for (Level level : levels) {
            for (Group group : level.groups()) {
                size += group.endpoints().length;
            }
        }
        return size;
    }

    boolean isEmpty() {
        return levels.length == 0;
    }

    /** @param away how many priorities to leave behind; counted round, as there are only so many */
    UpstreamEndpoint pick(Loop loop, long key, @Nullable List<UpstreamEndpoint> tried, int away) {
        Level level = levels.length == 1 ? levels[0] : levels[away % levels.length];
        return level.group(loop).pick(loop, key, tried);
    }
}
