package io.sluice.router.telemetry.traffic;

import io.sluice.table.cluster.Endpoint.Workload;
import java.util.HashMap;
import java.util.Map;

/** Who is known to call, by address. Immutable; another object whenever that changes. */
public final class Sources {
    public static final Sources NONE = new Sources(Map.of());

    private final Map<String, Source> byAddress;

    private Sources(Map<String, Source> byAddress) {
        this.byAddress = byAddress;
    }

    public static Sources of(Map<String, Workload> callers, TrafficMeters traffic) {
        Map<String, Source> known = new HashMap<>();
        callers.forEach((address, workload) -> known.put(address, traffic.source(workload)));
        return new Sources(known);
    }

    public Source at(String address) {
        return byAddress.getOrDefault(address, Source.UNKNOWN);
    }
}
