package io.sluice.router.telemetry;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Histograms in the form that the library gives them, with each series' labels made once. The library makes two dozen of them anew for each of
 * twenty buckets, which is what a scrape would spend its time on.
 */
final class HistogramText {
    private final OutputStream out;
    private final boolean openMetrics;
    private final StringBuilder text = new StringBuilder();

    /** @param openMetrics the form; or Prometheus' own */
    HistogramText(OutputStream out, boolean openMetrics) {
        this.out = out;
        this.openMetrics = openMetrics;
    }

    /** Whether a family can be written here: what has more than help, buckets, count and sum, or less, is the library's. */
    static boolean takes(HistogramSnapshot histogram) {
        String help = histogram.getMetadata().getHelp();
        return help != null
                && !help.isEmpty()
                && !histogram.isGaugeHistogram()
                && !histogram.getMetadata().hasUnit()
                && !histogram.getDataPoints().isEmpty()
                && histogram.getDataPoints().stream().allMatch(HistogramText::isPlain);
    }

    private static boolean isPlain(HistogramDataPointSnapshot point) {
        return point.hasClassicHistogramData()
                && !point.hasNativeHistogramData()
                && point.hasSum()
                && Double.isFinite(point.getSum())
                && point.getExemplars().size() == 0
                && !point.hasScrapeTimestamp()
                && !point.hasCreatedTimestamp();
    }

    void write(HistogramSnapshot family) throws IOException {
        MetricMetadata metadata = family.getMetadata();
        String name = metadata.getPrometheusName();
        String type = "# TYPE " + name + " histogram\n";
        String help = "# HELP " + name + ' ' + escaped(Objects.requireNonNull(metadata.getHelp()), openMetrics) + '\n';
        text.append(openMetrics ? type + help : help + type);
        flush();
        for (HistogramDataPointSnapshot point : family.getDataPoints()) {
            write(name, point);
            flush();
        }
    }

    private void write(String name, HistogramDataPointSnapshot point) {
        String labels = labels(point.getLabels());
        String bucket = name + "_bucket{" + labels + (labels.isEmpty() ? "le=\"" : ",le=\"");
        String series = (labels.isEmpty() ? "" : '{' + labels + '}') + ' ';
        ClassicHistogramBuckets buckets = point.getClassicBuckets();
        long count = 0;
        for (int i = 0; i < buckets.size(); i++) {
            count += buckets.getCount(i);
            double bound = buckets.getUpperBound(i);
            text.append(bucket)
                    .append(bound == Double.POSITIVE_INFINITY ? "+Inf" : Double.toString(bound))
                    .append("\"} ")
                    .append(count)
                    .append('\n');
        }
        text.append(name).append("_count").append(series).append(count).append('\n');
        text.append(name).append("_sum").append(series).append(point.getSum()).append('\n');
    }

    private static String labels(Labels labels) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < labels.size(); i++) {
            text.append(i == 0 ? "" : ",")
                    .append(labels.getPrometheusName(i))
                    .append("=\"")
                    .append(escaped(labels.getValue(i), true))
                    .append('"');
        }
        return text.toString();
    }

    private static String escaped(String value, boolean quotes) {
        String escaped = value.replace("\\", "\\\\").replace("\n", "\\n");
        return quotes ? escaped.replace("\"", "\\\"") : escaped;
    }

    private void flush() throws IOException {
        out.write(text.toString().getBytes(StandardCharsets.UTF_8));
        text.setLength(0);
    }
}
