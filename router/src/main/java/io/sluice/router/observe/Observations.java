package io.sluice.router.observe;

import io.sluice.router.log.AccessLogging;
import io.sluice.router.trace.SpanTracing;
import io.sluice.router.upstream.UpstreamEndpoint;
import io.sluice.table.telemetry.Observation;
import io.sluice.table.telemetry.Telemetry;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a table says is told of exchanges. Which of it is for an endpoint is found out when that is first asked. <em>Shared</em>: what was
 * found is kept in a map that every event loop may read and write.
 */
public final class Observations {
    /** Endpoints come and go while a table stays; what is kept of those that are gone is dropped with all of it. */
    private static final int MOST_KEPT = 16 * 1024;

    private final Telemetry declared;
    private final Map<Observation, CompiledObservation> compiled = new HashMap<>();
    private final CompiledObservation router;
    private final boolean needsResponses;
    private final Map<UpstreamEndpoint, CompiledObservation> known = new ConcurrentHashMap<>();

    private Observations(Telemetry declared, AccessLogging log, SpanTracing tracing) {
        this.declared = declared;
        Stream.concat(
                        Stream.of(declared.router(), declared.pods()),
                        declared.scopes().stream().map(Telemetry.Scope::observation))
                .forEach(observation -> compiled.computeIfAbsent(
                        observation, of -> new CompiledObservation(log.rules(of.logs()), tracing.rule(of.spans()))));
        router = of(declared.router());
        needsResponses = compiled.values().stream().anyMatch(each -> log.needsResponses(each.logs()));
    }

    /** Null if it says nothing: then all is told as the router was started. */
    public static @Nullable Observations of(Telemetry declared, AccessLogging log, SpanTracing tracing) {
        return declared.equals(Telemetry.NONE) ? null : new Observations(declared, log, tracing);
    }

    private CompiledObservation of(Observation observation) {
        CompiledObservation found = compiled.get(observation);
        if (found == null) {
            throw new IllegalStateException("not compiled: " + observation);
        }
        return found;
    }

    /** Of what the router takes at its gateway's listeners, and of what reaches no pod. */
    public CompiledObservation router() {
        return router;
    }

    /** Of what goes to an endpoint. */
    public CompiledObservation at(UpstreamEndpoint endpoint) {
        CompiledObservation found = known.get(endpoint);
        if (found == null) {
            found = of(declared.of(endpoint.workload()));
            if (known.size() >= MOST_KEPT) {
                known.clear();
            }
            known.put(endpoint, found);
        }
        return found;
    }

    /** Whether any of it shows, or asks for, fields of answers, which have to be kept for that. */
    public boolean needsResponses() {
        return needsResponses;
    }
}
