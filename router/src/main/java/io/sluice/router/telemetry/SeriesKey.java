package io.sluice.router.telemetry;

/**
 * The labels of a series of exchanges.
 *
 * @param host the routing table's host; empty if none was found
 * @param route the route's name; empty if none was found
 * @param cluster the destination's cluster; empty if none was drawn
 */
public record SeriesKey(String host, String route, String cluster) {
    /** Requests that found no route, or could not be understood. */
    public static final SeriesKey UNROUTED = new SeriesKey("", "", "");

    /** A route without a name is counted under the name that Envoy would show. */
    public static SeriesKey of(String host, String route, String cluster) {
        return new SeriesKey(host, route.isEmpty() ? "default" : route, cluster);
    }
}
