package io.sluice.watcher.settings;

import io.sluice.table.policy.Tracing.Tag;
import io.sluice.table.telemetry.Providers;
import java.util.List;

/**
 * What MeshConfig says of what Telemetry objects leave open.
 *
 * @param providers whom they may name
 * @param loggers who gets lines where they name nobody
 * @param tracers who gets spans where they name nobody: the first
 * @param sharePerMillion of the traces that begin here
 * @param tags of spans
 */
public record TelemetryDefaults(
        Providers providers, List<String> loggers, List<String> tracers, int sharePerMillion, List<Tag> tags) {
    public TelemetryDefaults {
        loggers = List.copyOf(loggers);
        tracers = List.copyOf(tracers);
        tags = List.copyOf(tags);
    }
}
