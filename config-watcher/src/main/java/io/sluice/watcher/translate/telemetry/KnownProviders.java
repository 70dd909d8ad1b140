package io.sluice.watcher.translate.telemetry;

import io.sluice.table.policy.Tracing.Collector;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.table.telemetry.Providers.LogFile;
import io.sluice.watcher.settings.TelemetryDefaults;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The providers of a mesh, by the names that manifests give them: letter case does not matter, as in Istio. */
final class KnownProviders {
    private final TelemetryDefaults defaults;

    KnownProviders(TelemetryDefaults defaults) {
        this.defaults = defaults;
    }

    /** Its own name; null = it is none that takes lines. */
    @Nullable
    String log(String name) {
        return defaults.providers().logs().stream()
                .map(LogFile::name)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
    }

    /** The same of spans. */
    @Nullable
    String collector(String name) {
        return defaults.providers().collectors().stream()
                .map(Collector::name)
                .filter(name::equalsIgnoreCase)
                .findFirst()
                .orElse(null);
    }

    /** Of those who name nobody. */
    List<String> loggers() {
        return defaults.loggers();
    }

    /** Null = there is none. */
    @Nullable
    String tracer() {
        return defaults.tracers().isEmpty()
                ? null
                : collector(defaults.tracers().get(0));
    }

    int share() {
        return defaults.sharePerMillion();
    }

    List<Tag> tags() {
        return defaults.tags();
    }
}
