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
}
