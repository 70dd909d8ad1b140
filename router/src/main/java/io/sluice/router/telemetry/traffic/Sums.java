package io.sluice.router.telemetry.traffic;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What a scrape shows, by its labels: what differs in nothing that is shown is one series. Used once. */
final class Sums {
    private final Map<Labels, long[]> byLabels = new LinkedHashMap<>();
    private final int cells;

    Sums(int cells) {
        this.cells = cells;
    }

    void add(Labels labels, long[] counted) {
        long[] sum = byLabels.computeIfAbsent(labels, first -> new long[cells]);
        for (int i = 0; i < cells; i++) {
            sum[i] += counted[i];
        }
    }

    CounterSnapshot counter(String name, String help) {
        return counter(name, help, 0, labels -> true);
    }

    /** @param shown which series have it */
    CounterSnapshot counter(String name, String help, int cell, Predicate<Labels> shown) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        byLabels.forEach((labels, sum) -> {
            if (shown.test(labels)) {
                counter.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                        .labels(labels)
                        .value((double) sum[cell])
                        .build());
            }
        });
        return counter.build();
    }

    /** @param first cell of the histogram */
    HistogramSnapshot histogram(String name, String help, int first, Buckets buckets) {
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(name).help(help);
        byLabels.forEach((labels, sum) -> histogram.dataPoint(point(labels, sum, first, buckets)));
        return histogram.build();
    }

    private static HistogramSnapshot.HistogramDataPointSnapshot point(
            Labels labels, long[] sum, int first, Buckets buckets) {
        ClassicHistogramBuckets.Builder counts = ClassicHistogramBuckets.builder();
        for (int bucket = 0; bucket < buckets.count(); bucket++) {
            counts.bucket(buckets.bound(bucket), sum[first + bucket]);
        }
        return HistogramSnapshot.HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(counts.build())
                .sum(buckets.shown(sum[first + buckets.count()]))
                .build();
    }
}
