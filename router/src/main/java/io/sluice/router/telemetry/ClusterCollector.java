package io.sluice.router.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A value of each cluster that has one, asked for at each scrape.
 *
 * @param counts whether it only grows
 */
record ClusterCollector(String name, String help, boolean counts, Supplier<Map<String, Long>> values)
        implements Collector {
    @Override
    public MetricSnapshot collect() {
        return counts ? counter() : gauge();
    }

    private MetricSnapshot counter() {
        CounterSnapshot.Builder snapshot = CounterSnapshot.builder().name(name).help(help);
        values.get()
                .forEach((cluster, value) -> snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(Labels.of("cluster", cluster))
                        .value((double) value)
                        .build()));
        return snapshot.build();
    }

    private MetricSnapshot gauge() {
        GaugeSnapshot.Builder snapshot = GaugeSnapshot.builder().name(name).help(help);
        values.get()
                .forEach((cluster, value) -> snapshot.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                        .labels(Labels.of("cluster", cluster))
                        .value((double) value)
                        .build()));
        return snapshot.build();
    }
}
