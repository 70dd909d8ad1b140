package io.sluice.table;

import java.util.List;

/**
 * A named group of routes, chosen by the request's {@code Host} or {@code :authority} without its port.
 *
 * @param name for people
 * @param domains the names it answers to, lower case; no two hosts of a listener share one
 * @param routes the first that matches wins
 * @param httpsRedirect every plaintext request is sent to {@code https} before routes are looked at (301)
 */
public record Host(String name, List<Domain> domains, List<Route> routes, boolean httpsRedirect) {
    public Host {
        domains = List.copyOf(domains);
        routes = List.copyOf(routes);
    }
}
