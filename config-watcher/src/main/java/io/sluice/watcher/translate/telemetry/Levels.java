package io.sluice.watcher.translate.telemetry;

import io.sluice.table.policy.Tracing.Tag;
import io.sluice.table.telemetry.Expression;
import io.sluice.table.telemetry.Observation;
import io.sluice.table.telemetry.Observation.Log;
import io.sluice.table.telemetry.Observation.Spans;
import io.sluice.watcher.resource.Telemetry;
import io.sluice.watcher.resource.Telemetry.AccessLogging;
import io.sluice.watcher.resource.Telemetry.Side;
import io.sluice.watcher.resource.Telemetry.Tracing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The objects that hold for one proxy, the mesh's first, then the namespace's, then its own: joined as Istio joins them (its {@code
 * telemetry.go}). Of lines, the providers of the lowest level that names some are the only ones; of spans, each field of a lower level
 * stands over that of a higher.
 */
final class Levels {
    private final List<Telemetry> levels;
    private final Side side;
    private final KnownProviders providers;

    Levels(List<Telemetry> levels, Side side, KnownProviders providers) {
        this.levels = levels;
        this.side = side;
        this.providers = providers;
    }

    Observation joined() {
        return new Observation(logs(), spans());
    }

    /** Null = nobody says anything. */
    private @Nullable List<Log> logs() {
        if (levels.stream().allMatch(level -> level.logging().isEmpty())) {
            return null;
        }
        Map<String, @Nullable Expression> filters = new HashMap<>();
        Set<String> inScope = inScope(filters);
        Map<String, @Nullable Expression> told = new LinkedHashMap<>();
        List<String> above = providers.loggers();
        for (Telemetry level : levels) {
            for (AccessLogging entry : level.logging()) {
                List<String> named = entry.providers().isEmpty() ? above : entry.providers();
                above = named;
                for (String provider : named) {
                    if (!inScope.contains(provider) || !entry.isFor(side)) {
                        continue;
                    }
                    if (entry.disabled()) {
                        told.remove(provider);
                    } else {
                        told.put(provider, filters.get(provider));
                    }
                }
            }
        }
        List<Log> logs = new ArrayList<>();
        told.forEach((name, filter) -> {
            String known = providers.log(name);
            if (known != null) {
                logs.add(new Log(known, filter));
            }
        });
        return logs;
    }

    private Set<String> inScope(Map<String, @Nullable Expression> filters) {
        Set<String> inScope = new LinkedHashSet<>(providers.loggers());
        for (Telemetry level : levels) {
            Set<String> named = new LinkedHashSet<>();
            for (AccessLogging entry : level.logging()) {
                if (entry.isFor(side)) {
                    named.addAll(entry.providers());
                    entry.providers().forEach(provider -> filters.put(provider, entry.filter()));
                }
            }
            if (!named.isEmpty()) {
                inScope = named;
            }
        }
        return inScope;
    }

    /** Null = nobody says anything. */
    private @Nullable Spans spans() {
        List<Tracing> entries =
                levels.stream().flatMap(level -> level.tracing().stream()).toList();
        if (entries.isEmpty()) {
            return null;
        }
        String provider = providers.tracer();
        boolean disabled = false;
        int share = providers.share();
        List<Tag> tags = providers.tags();
        for (Tracing entry : entries) {
            if (entry.isFor(side)) {
                provider = entry.providers().isEmpty()
                        ? provider
                        : providers.collector(entry.providers().get(0));
                disabled = entry.disabled() == null ? disabled : entry.disabled();
                share = entry.share() == null ? share : entry.share().perMillion();
                tags = entry.tags() == null ? tags : entry.tags();
            }
        }
        return new Spans(disabled ? null : provider, share, tags);
    }
}
