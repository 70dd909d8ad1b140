package io.sluice.table;

import io.sluice.table.match.HostPattern;
import java.util.List;

/** A route of unopened TLS: which server names, and where their bytes go. */
public record SniRoute(List<HostPattern> serverNames, Split split, Origin origin) {
    public SniRoute {
        serverNames = List.copyOf(serverNames);
    }
}
