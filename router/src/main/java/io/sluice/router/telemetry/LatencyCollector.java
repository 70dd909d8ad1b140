package io.sluice.router.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.router.telemetry.traffic.Buckets;
import java.util.Map;

/** The latency histograms as Prometheus reads them: the loops' rows summed when asked. Shared. */
final class LatencyCollector implements Collector {
    private final String name;
    private final String help;
    private final Map<SeriesKey, ExchangeMeter> exchanges;

    LatencyCollector(String name, String help, Map<SeriesKey, ExchangeMeter> exchanges) {
        this.name = name;
        this.help = help;
        this.exchanges = exchanges;
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(name).help(help);
        exchanges.forEach((key, meter) -> {
            if (meter.counted()) {
                snapshot.dataPoint(point(key, meter));
            }
        });
        return snapshot.build();
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot point(SeriesKey key, ExchangeMeter meter) {
        ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
        for (int bucket = 0; bucket < Buckets.MILLIS.count(); bucket++) {
            buckets.bucket(Buckets.MILLIS.bound(bucket), meter.bucket(bucket));
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(Labels.of("host", key.host(), "route", key.route(), "cluster", key.cluster()))
                .classicHistogramBuckets(buckets.build())
                .sum(meter.sumMillis())
                .build();
    }
}
