package io.sluice.table.telemetry;

import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.Tracing;
import java.util.List;

/** Where lines and spans may be sent, by name: settled when a router starts; tables then choose among them. */
public record Providers(List<LogFile> logs, List<Tracing.Collector> collectors) {
    public static final Providers NONE = new Providers(List.of(), List.of());

    public Providers {
        logs = List.copyOf(logs);
        collectors = List.copyOf(collectors);
    }

    /** @param file {@code /dev/stdout} and {@code /dev/stderr} are what they say */
    public record LogFile(String name, String file, Layout layout) {}
}
