package io.sluice.router.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is written here is what the library would have written. */
class HistogramTextTest {
    private static final List<Double> BOUNDS = List.of(0.5, 1.0, 25.0, 3_600_000.0, 1e9, Double.POSITIVE_INFINITY);

    @Property(tries = 300)
    void histogramsAreWrittenAsTheLibraryWritesThem(
            @ForAll("families") HistogramSnapshot family, @ForAll boolean openMetrics) throws IOException {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        new HistogramText(written, openMetrics).write(family);
        ByteArrayOutputStream reference = new ByteArrayOutputStream();
        ExpositionFormatWriter library =
                openMetrics ? OpenMetricsTextFormatWriter.create() : PrometheusTextFormatWriter.create();
        library.write(reference, new MetricSnapshots(family));

        assertThat(HistogramText.takes(family)).isTrue();
        assertThat(written.toString(StandardCharsets.UTF_8) + (openMetrics ? "# EOF\n" : ""))
                .isEqualTo(reference.toString(StandardCharsets.UTF_8));
    }

    @Provide
    Arbitrary<HistogramSnapshot> families() {
        Arbitrary<String> texts = Arbitraries.strings()
                .ofMaxLength(8)
                .injectDuplicates(0.2)
                .edgeCases(edges -> edges.add("a\"b", "a\\b", "a\nb", "", "ä€"));
        Arbitrary<Labels> labels = Arbitraries.maps(
                        Arbitraries.strings()
                                .withCharRange('a', 'd')
                                .ofMinLength(1)
                                .ofMaxLength(3),
                        texts)
                .ofMaxSize(4)
                .map(HistogramTextTest::labels);
        Arbitrary<List<Integer>> counts =
                Arbitraries.integers().between(0, 1_000_000).list().ofSize(BOUNDS.size());
        Arbitrary<HistogramDataPointSnapshot> points = Combinators.combine(
                        labels, counts, Arbitraries.doubles().between(0, 1e12))
                .as(HistogramTextTest::point);
        return Combinators.combine(
                        points.list().ofMinSize(1).ofMaxSize(3).uniqueElements(HistogramDataPointSnapshot::getLabels),
                        texts.filter(help -> !help.isEmpty()))
                .as((all, help) -> new HistogramSnapshot(new MetricMetadata("took_milliseconds", help), all));
    }

    private static Labels labels(Map<String, String> values) {
        return Labels.of(
                List.copyOf(values.keySet()),
                values.keySet().stream().map(values::get).toList());
    }

    private static HistogramDataPointSnapshot point(Labels labels, List<Integer> counts, double sum) {
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, counts))
                .sum(sum)
                .build();
    }
}
