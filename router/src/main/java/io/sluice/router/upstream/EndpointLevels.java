package io.sluice.router.upstream;

import io.sluice.router.loop.Loop;
import io.sluice.router.upstream.balance.Balancer;
import io.sluice.router.upstream.balance.Shares;
import io.sluice.router.upstream.health.PriorityLoads;
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
 * Never changes; made anew when endpoints do, or when one is set aside. Shared: what balancers remember, they remember per loop.
 */
final class EndpointLevels {
    static final EndpointLevels NONE = new EndpointLevels(new Level[0], null, false);

    /**
     * Envoy's {@code host_selection_retry_max_attempts} as Istio sets it. Where Envoy then takes the last pick, tried or
     * not, and so fails a request every few thousand with a sound endpoint at hand, any that was not tried is taken.
     */
    private static final int MOST_PICKS = 5;

    private final Level[] levels;
    private final @Nullable PriorityLoads loads;
    private final boolean keyed;

    /**
     * @param loads null = the first has all
     * @param keyed whether a request's key says which level is its
     */
    private EndpointLevels(Level[] levels, @Nullable PriorityLoads loads, boolean keyed) {
        this.levels = levels;
        this.loads = loads;
        this.keyed = keyed;
    }

    /** Endpoints that share one balancer. */
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Group(UpstreamEndpoint[] endpoints, Balancer balancer) {
        UpstreamEndpoint pick(Loop loop, long key, @Nullable List<UpstreamEndpoint> tried) {
            UpstreamEndpoint picked = endpoints[balancer.pick(loop, key, 0)];
            return tried == null && !picked.avoided() ? picked : other(loop, key, tried, picked);
        }

        /** The first pick is tried or does not take connections: the balancer's next choices, then any, then that one. */
        private UpstreamEndpoint other(
                Loop loop, long key, @Nullable List<UpstreamEndpoint> tried, UpstreamEndpoint first) {
            UpstreamEndpoint untried = isTried(first, tried) ? null : first;
            // Where nobody was tried, the first has already been asked whether it is avoided.
            if (untried != null && tried != null && !untried.avoided()) {
                return untried;
            }
            for (int again = 1; again < MOST_PICKS && endpoints.length > 1; again++) {
                UpstreamEndpoint picked = endpoints[balancer.pick(loop, key, again)];
                if (picked != untried && !isTried(picked, tried)) {
                    if (!picked.avoided()) {
                        return picked;
                    }
                    untried = untried == null ? picked : untried;
                }
            }
            // From a random place on, so that no endpoint is everybody's second choice.
            int start = loop.random().nextInt(endpoints.length);
            for (int i = 0; i < endpoints.length; i++) {
                UpstreamEndpoint candidate = endpoints[(start + i) % endpoints.length];
                if (candidate != untried && !isTried(candidate, tried)) {
                    if (!candidate.avoided()) {
                        return candidate;
                    }
                    untried = untried == null ? candidate : untried;
                }
            }
            return untried == null ? first : untried;
        }

        private static boolean isTried(UpstreamEndpoint endpoint, @Nullable List<UpstreamEndpoint> tried) {
            return tried != null && tried.contains(endpoint);
        }
    }

    /** @param shares of the groups; null = there is one */
    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Level(Group[] groups, @Nullable Shares shares) {
        static final Level EMPTY = new Level(new Group[0], null);

        boolean isEmpty() {
            return groups.length == 0;
        }

        Group group(Loop loop) {
            return shares == null ? groups[0] : groups[shares.next(loop)];
        }
    }

    /**
     * Of the endpoints of one state, in the order of their names; nobody is in it when a model has been scaled to nothing.
     *
     * @param panicPercent below this share of sound endpoints also those are asked that were set aside; 0 = never
     */
    static EndpointLevels of(
            Collection<UpstreamEndpoint> endpoints, LoadBalancing balancing, int panicPercent, int loops) {
        if (endpoints.isEmpty()) {
            return NONE;
        }
        List<List<UpstreamEndpoint>> byPriority = new ArrayList<>(endpoints.stream()
                .sorted(Comparator.comparing(UpstreamEndpoint::hashName))
                .collect(Collectors.groupingBy(
                        live -> live.endpoint().place().priority(), TreeMap::new, Collectors.toList()))
                .values());
        PriorityLoads loads = PriorityLoads.of(
                byPriority.stream().mapToInt(EndpointLevels::sound).toArray(),
                byPriority.stream().mapToInt(List::size).toArray(),
                panicPercent);
        Level[] levels = new Level[byPriority.size()];
        boolean anybody = false;
        for (int i = 0; i < levels.length; i++) {
            levels[i] = level(byPriority.get(i), loads.panic()[i], balancing, loops);
            anybody |= !levels[i].isEmpty();
        }
        if (!anybody) {
            return NONE;
        }
        boolean divided = loads.percent()[0] < 100;
        return new EndpointLevels(levels, divided ? loads : null, balancing instanceof LoadBalancing.ConsistentHash);
    }

    private static int sound(List<UpstreamEndpoint> endpoints) {
        return (int) endpoints.stream().filter(live -> !live.ejected()).count();
    }

    /** @param panic whether who was set aside is asked all the same, and localities are not told apart */
    private static Level level(List<UpstreamEndpoint> all, boolean panic, LoadBalancing balancing, int loops) {
        List<UpstreamEndpoint> asked =
                panic ? all : all.stream().filter(live -> !live.ejected()).toList();
        if (asked.isEmpty()) {
            return Level.EMPTY;
        }
        Map<String, List<UpstreamEndpoint>> byLocality = byLocality(asked);
        boolean shared = asked.get(0).endpoint().place().share() > 0 && byLocality.size() > 1;
        // A key's endpoint must not depend on whose turn it is: with hashes, shares are weights.
        boolean hashed = balancing instanceof LoadBalancing.ConsistentHash;
        if (!shared || hashed || panic) {
            double[] weights = weights(asked, byLocality, shared && hashed);
            return new Level(new Group[] {group(asked, weights, balancing, loops)}, null);
        }
        Map<String, List<UpstreamEndpoint>> whole = byLocality(all);
        List<Group> groups = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        byLocality.forEach((name, locality) -> {
            groups.add(group(locality, weights(locality, Map.of(), false), balancing, loops));
            double available =
                    1.4 * locality.size() / whole.getOrDefault(name, locality).size();
            shares.add(locality.get(0).endpoint().place().share() * Math.min(1, available));
        });
        return new Level(
                groups.toArray(Group[]::new),
                new Shares(shares.stream().mapToDouble(Double::doubleValue).toArray(), loops));
    }

    private static Map<String, List<UpstreamEndpoint>> byLocality(List<UpstreamEndpoint> endpoints) {
        return endpoints.stream()
                .collect(Collectors.groupingBy(
                        live -> live.endpoint().place().locality(), TreeMap::new, Collectors.toList()));
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
        PriorityLoads divided = loads;
        int first = divided == null ? 0 : divided.at(keyed ? (int) Long.remainderUnsigned(key, 100) : draw(loop));
        int at = levels.length == 1 ? 0 : (first + away) % levels.length;
        // Whom a load falls to has somebody; where a retry leads there may be nobody.
        while (levels[at].isEmpty()) {
            at = (at + 1) % levels.length;
        }
        return levels[at].group(loop).pick(loop, key, tried);
    }

    private static int draw(Loop loop) {
        return loop.random().nextInt(100);
    }
}
