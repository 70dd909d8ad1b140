package io.sluice.router.live;

import io.sluice.router.telemetry.history.Past;
import io.sluice.table.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hosts, their routes, and where these lead, with what each has done.
 *
 * @param generation number of the table
 * @param step seconds of each point of a plot
 * @param all exchanges
 * @param unrouted those that found no route, or could not be understood
 * @param hosts the busiest first
 * @param hostsLeftOut beyond those that are shown
 * @param seriesLeftOut that count, and of which no history is kept for want of room
 */
public record TrafficMap(
        long generation, int step, Past all, Past unrouted, List<HostRow> hosts, int hostsLeftOut, int seriesLeftOut) {
    public TrafficMap {
        hosts = List.copyOf(hosts);
    }

    /** @param names that it answers to */
    public record HostRow(String host, List<String> names, List<PortRow> ports, double rate, List<RouteRow> routes) {
        public HostRow {
            names = List.copyOf(names);
            ports = List.copyOf(ports);
            routes = List.copyOf(routes);
        }
    }

    public record PortRow(int port, Role role) {}

    /**
     * Routes that lead to the same destinations in the same shares, and have one name: they are counted together.
     *
     * @param matches what each of them asks for
     * @param origins where each of them was said
     * @param action what is done, where nothing is sent on; empty else
     * @param itself what it answered itself, faults among it
     * @param drift how far the split that is seen is from the one that is set
     */
    public record RouteRow(
            String route,
            List<String> matches,
            List<String> origins,
            String action,
            Past itself,
            List<DestinationRow> destinations,
            @Nullable Drift drift,
            List<ShadowRow> shadows) {
        public RouteRow {
            matches = List.copyOf(matches);
            origins = List.copyOf(origins);
            destinations = List.copyOf(destinations);
            shadows = List.copyOf(shadows);
        }
    }

    /**
     * @param set per cent of the route's requests that it is to get
     * @param observed per cent that it got, since that was set; null = there was none
     * @param ready endpoints
     * @param ejected of all its endpoints, set aside at the moment
     */
    public record DestinationRow(
            String cluster,
            String service,
            int port,
            String subset,
            double set,
            @Nullable Double observed,
            long ready,
            long draining,
            long ejected,
            Past past) {}

    /** @param percent of the requests that are copied */
    public record ShadowRow(
            String cluster, String service, int port, String subset, double percent, long ready, Past past) {}
}
