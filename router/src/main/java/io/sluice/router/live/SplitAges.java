package io.sluice.router.live;

import io.sluice.table.Destination;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Traffic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Since when each split is as it is: what was drawn before says nothing about it. Shared: replaced with each table. */
final class SplitAges {
    private volatile Map<Place, Age> ages = Map.of();

    private record Place(String host, String route, List<String> clusters) {
        static Place of(String host, String route, List<Destination> split) {
            return new Place(
                    host, route, split.stream().map(Destination::cluster).toList());
        }
    }

    private record Age(List<Integer> weights, long since) {}

    /** @param second the last one that is over; what is drawn in the one that is not may be of either table */
    synchronized void follow(RoutingTable table, long second) {
        Map<Place, Age> before = ages;
        Map<Place, Age> now = new HashMap<>();
        for (Listener listener : table.listeners()) {
            if (listener.traffic() instanceof Traffic.Http http) {
                for (Host host : http.hosts()) {
                    for (Route route : host.routes()) {
                        if (route.action() instanceof Forward forward
                                && forward.split().weighted()) {
                            List<Destination> split = forward.split().destinations();
                            Place place = Place.of(host.name(), route.name(), split);
                            now.put(place, age(before.get(place), split, second));
                        }
                    }
                }
            }
        }
        ages = now;
    }

    private static Age age(@Nullable Age before, List<Destination> split, long second) {
        List<Integer> weights = split.stream().map(Destination::weight).toList();
        if (before == null) {
            return new Age(weights, 0);
        }
        return before.weights().equals(weights) ? before : new Age(weights, second + 2);
    }

    /** The first second that is wholly of these shares; 0 = as long as anything was counted. */
    long since(String host, String route, List<Destination> split) {
        Age age = ages.get(Place.of(host, route, split));
        return age == null ? 0 : age.since();
    }
}
