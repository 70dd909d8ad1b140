package io.sluice.router.telemetry.traffic;

import io.sluice.table.cluster.Endpoint.Workload;
import java.util.HashMap;
import java.util.Map;

/** Who is known to call, by address. Immutable; another object whenever that changes. */
public final class Sources {
    private final TrafficMeters traffic;
    private final Map<String, Source> byAddress;

    private Sources(TrafficMeters traffic, Map<String, Source> byAddress) {
        this.traffic = traffic;
        this.byAddress = byAddress;
    }

    public static Sources of(Map<String, Workload> callers, TrafficMeters traffic) {
        Map<String, Source> known = new HashMap<>();
        callers.forEach((address, workload) -> known.put(address, traffic.source(workload)));
        return new Sources(traffic, known);
    }

    /** @param principal whom its certificate names; empty = it has shown none */
    public Source at(String address, String principal) {
        Source source = byAddress.getOrDefault(address, Source.UNKNOWN);
        String name = Party.principal(principal);
        return name.equals(Party.NOT_KNOWN) ? source : traffic.certified(source, name);
    }
}
