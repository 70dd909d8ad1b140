package io.sluice.router.telemetry;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.Map;

/** The counts of exchanges as Prometheus reads them: the loops' rows summed when asked. Shared. */
final class RequestCollector implements Collector {
    private static final String[] STATUS_CLASSES = {"0", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final String name;
    private final String help;
    private final Map<SeriesKey, ExchangeMeter> exchanges;

    RequestCollector(String name, String help, Map<SeriesKey, ExchangeMeter> exchanges) {
        this.name = name;
        this.help = help;
        this.exchanges = exchanges;
    }

    @Override
    public MetricSnapshot collect() {
        CounterSnapshot.Builder snapshot = CounterSnapshot.builder().name(name).help(help);
        exchanges.forEach((key, meter) -> {
            if (meter.counted()) {
                addPoints(snapshot, key, meter);
            }
        });
        return snapshot.build();
    }

    /** All classes of a series that has counted: a class that is still 0 is there before its first, and {@code rate} sees it. */
    private static void addPoints(CounterSnapshot.Builder snapshot, SeriesKey key, ExchangeMeter meter) {
        for (int i = 0; i < STATUS_CLASSES.length; i++) {
            snapshot.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                    .labels(Labels.of(
                            "host",
                            key.host(),
                            "route",
                            key.route(),
                            "cluster",
                            key.cluster(),
                            "response_code_class",
                            STATUS_CLASSES[i]))
                    .value((double) meter.count(i))
                    .build());
        }
    }
}
