package io.sluice.router.telemetry.traffic;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.SeldonModel;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The series of {@code seldon_api_executor_*}, of predictors that have no executor of their own: one that has exports the same names, and
 * a sum over both would count twice. <em>Shared</em>, like {@link TrafficMeters}.
 */
public final class SeldonMeters implements MultiCollector {
    private static final String SERVER = "seldon_api_executor_server_requests_seconds";
    private static final String CLIENT = "seldon_api_executor_client_requests_seconds";

    private final int loops;
    private final SeriesLimit limit;
    private final LongSupplier clock;

    /** By loop; what there was no room for is not shown under Seldon's names. */
    private final Tally[] beyond;

    private final Map<Predictor, PredictorMeter> meters = new LinkedHashMap<>();

    SeldonMeters(int loops, SeriesLimit limit, LongSupplier clock) {
        this.limit = limit;
        this.loops = loops;
        this.clock = clock;
        beyond = TrafficMeters.tallies(loops, PredictorMeter.CELLS);
    }

    /** Null = nothing is counted here: the pod is none of Seldon's, or counts itself. To be matched by {@link #gone}. */
    public synchronized @Nullable PredictorMeter endpoint(Cluster cluster, Workload workload) {
        SeldonModel model = workload.seldon();
        if (model == null) {
            return null;
        }
        PredictorMeter meter = meters.computeIfAbsent(
                Predictor.of(cluster, workload.namespace(), model),
                absent -> new PredictorMeter(absent, loops, limit, beyond));
        meter.uses++;
        return meter;
    }

    public synchronized void gone(@Nullable PredictorMeter meter) {
        if (meter != null) {
            meter.uses--;
            meter.unusedSinceNanos = clock.getAsLong();
        }
    }

    @Override
    public synchronized MetricSnapshots collect() {
        long now = clock.getAsLong();
        meters.values().removeIf(meter -> {
            boolean old = meter.uses == 0 && now - meter.unusedSinceNanos > TrafficMeters.KEPT_NANOS;
            if (old) {
                limit.giveBack(meter.size());
            }
            return old;
        });
        Sums server = new Sums(PredictorMeter.CELLS);
        Sums client = new Sums(PredictorMeter.CELLS);
        meters.values().forEach(meter -> {
            sums(meter.exchanges).forEach((call, cells) -> server.add(server(meter.predictor, call), cells));
            sums(meter.attempts).forEach((call, cells) -> client.add(client(meter.predictor, call), cells));
        });
        return new MetricSnapshots(
                server.histogram(SERVER, "Requests to predictors that have no executor", 1, Buckets.SECONDS),
                client.histogram(CLIENT, "The same, as their models have answered each try", 1, Buckets.SECONDS));
    }

    private static Map<Integer, long[]> sums(LoopTallies[] rows) {
        Map<Integer, long[]> sums = new LinkedHashMap<>();
        sums.put(ExecutorCall.first(), new long[PredictorMeter.CELLS]);
        for (LoopTallies row : rows) {
            for (Tally tally : row.all()) {
                tally.addTo(sums.computeIfAbsent(tally.kind, first -> new long[PredictorMeter.CELLS]));
            }
        }
        return sums;
    }

    /**
     * The dashboard that Seldon ships filters by {@code status}, which the executor does not export: here it is, as {@code code}. Its
     * examples and Iter8's ask for two labels of pods, which a scrape of this router could not add.
     */
    private static Labels server(Predictor predictor, int call) {
        return Labels.of(
                "deployment_name", predictor.deployment(),
                "predictor_name", predictor.name(),
                "predictor_version", predictor.version(),
                "service", ExecutorCall.service(call),
                "method", ExecutorCall.method(call),
                "code", ExecutorCall.code(call),
                "status", ExecutorCall.code(call),
                "seldon_deployment_id", predictor.deployment(),
                "kubernetes_namespace", predictor.namespace());
    }

    private static Labels client(Predictor predictor, int call) {
        return Labels.of(
                "deployment_name", predictor.deployment(),
                "predictor_name", predictor.name(),
                "predictor_version", predictor.version(),
                "model_name", predictor.model().name(),
                "model_image", predictor.model().image(),
                "model_version", predictor.model().imageVersion(),
                "service", ExecutorCall.serviceOfModel(call),
                "method", ExecutorCall.method(call),
                "code", ExecutorCall.code(call),
                "status", ExecutorCall.code(call),
                "seldon_deployment_id", predictor.deployment(),
                "kubernetes_namespace", predictor.namespace());
    }
}
