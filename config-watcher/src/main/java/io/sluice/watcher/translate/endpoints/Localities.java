package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Place;
import io.sluice.watcher.resource.locality.Locality;
import io.sluice.watcher.resource.locality.LocalityPreference;
import io.sluice.watcher.resource.locality.LocalityPreference.Distribute;
import io.sluice.watcher.resource.locality.LocalityPreference.Failover;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Which endpoints come first as seen from this router, and which share each place has (istio.md §2.2, locality). */
final class Localities {
    /** Places can be told apart in five steps: the same, the same but one part, …, another that failover names not. */
    private static final int STEPS = 5;

    private static final int OTHER_REGION = 3;

    private final Locality here;
    private final Map<String, String> labels;

    /** @param labels of the router's workload */
    Localities(Locality here, Map<String, String> labels) {
        this.here = here;
        this.labels = labels;
    }

    /** An endpoint, and where it stands. */
    record Located(Endpoint endpoint, Locality locality) {
        /** A label of its workload; of topology, as its place says. */
        private String label(String name) {
            String own = endpoint.workload().labels().get(name);
            return own != null ? own : topology(locality, name);
        }
    }

    /** @param preference null = places do not matter */
    List<Endpoint> place(List<Located> endpoints, @Nullable LocalityPreference preference) {
        if (preference == null) {
            return endpoints.stream()
                    .map(located -> located.endpoint()
                            .withPlace(new Place(located.locality().toString(), 0, 0)))
                    .toList();
        }
        if (!preference.distribute().isEmpty()) {
            return shared(endpoints, preference.distribute());
        }
        return prioritized(endpoints, located -> priority(located, preference));
    }

    // --- priorities ---

    private int priority(Located located, LocalityPreference preference) {
        List<String> byLabel = preference.failoverPriority();
        if (byLabel.isEmpty()) {
            return distance(located.locality(), preference.failover());
        }
        int differs = differs(located, byLabel);
        return preference.failover().isEmpty()
                ? differs
                : differs * STEPS + distance(located.locality(), preference.failover());
    }

    /** 0 = no label differs; the earlier one differs, the further away. */
    private int differs(Located located, List<String> byLabel) {
        for (int i = 0; i < byLabel.size(); i++) {
            String[] keyAndValue = byLabel.get(i).split("=", 2);
            String wanted = keyAndValue.length > 1 ? keyAndValue[1] : own(keyAndValue[0]);
            if (!wanted.equals(located.label(keyAndValue[0]))) {
                return byLabel.size() - i;
            }
        }
        return 0;
    }

    private String own(String label) {
        String declared = labels.get(label);
        return declared != null ? declared : topology(here, label);
    }

    private static String topology(Locality locality, String label) {
        return switch (label) {
            case Locality.REGION_LABEL -> locality.region();
            case Locality.ZONE_LABEL -> locality.zone();
            case Locality.SUBZONE_LABEL -> locality.subzone();
            default -> "";
        };
    }

    private int distance(Locality there, List<Failover> failover) {
        if (there.region().equals(here.region())) {
            boolean sameZone = there.zone().equals(here.zone());
            return !sameZone ? 2 : there.subzone().equals(here.subzone()) ? 0 : 1;
        }
        for (Failover rule : failover) {
            if (rule.from().equals(here.region())) {
                return rule.to().equals(there.region()) ? OTHER_REGION : OTHER_REGION + 1;
            }
        }
        return OTHER_REGION;
    }

    /** Priorities are counted without gaps. */
    private static List<Endpoint> prioritized(List<Located> endpoints, ToIntFunction<Located> priority) {
        TreeSet<Integer> used = new TreeSet<>();
        endpoints.forEach(located -> used.add(priority.applyAsInt(located)));
        return endpoints.stream()
                .map(located -> located.endpoint()
                        .withPlace(new Place(
                                located.locality().toString(),
                                used.headSet(priority.applyAsInt(located)).size(),
                                0)))
                .toList();
    }

    // --- shares ---

    /** Of the first entry for traffic from here; without one, places do not matter. */
    private List<Endpoint> shared(List<Located> endpoints, List<Distribute> distribute) {
        for (Distribute entry : distribute) {
            if (here.in(entry.from())) {
                return shared(endpoints, entry.to());
            }
        }
        return place(endpoints, null);
    }

    /**
     * A pattern's share is divided among the places it covers by their endpoints' weights; endpoints that none covers get
     * nothing.
     */
    private static List<Endpoint> shared(List<Located> endpoints, Map<String, Integer> percentByPattern) {
        Map<Locality, Integer> weights = new HashMap<>();
        endpoints.forEach(
                located -> weights.merge(located.locality(), located.endpoint().weight(), Integer::sum));
        Map<Locality, Integer> shares = new HashMap<>();
        percentByPattern.forEach((pattern, percent) -> {
            List<Locality> covered = weights.keySet().stream()
                    .filter(locality -> locality.in(pattern))
                    .toList();
            int total = covered.stream().mapToInt(weights::get).sum();
            covered.forEach(locality -> shares.putIfAbsent(
                    locality, (int) Math.ceil((double) weights.getOrDefault(locality, 0) * percent / total)));
        });
        List<Endpoint> placed = new ArrayList<>();
        for (Located located : endpoints) {
            Integer share = shares.get(located.locality());
            if (share != null) {
                placed.add(located.endpoint()
                        .withPlace(new Place(located.locality().toString(), 0, share)));
            }
        }
        return placed;
    }
}
