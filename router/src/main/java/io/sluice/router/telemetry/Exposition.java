package io.sluice.router.telemetry;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * What is counted, in the form that a scraper asked for: Prometheus' text format, or OpenMetrics; packed, or not.
 *
 * @param body whole. Shared: never written to
 */
@SuppressWarnings("ArrayRecordComponent") // sent, never compared
public record Exposition(String contentType, boolean gzip, byte[] body) {
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final ExpositionFormats FORMATS = ExpositionFormats.init();
    private static final int PIECE_BYTES = 64 * 1024;

    /** Text that repeats itself packs well however little is done for it; to do more takes longer than all the rest of a scrape. */
    private static final class Packing extends GZIPOutputStream {
        Packing(OutputStream out) throws IOException {
            super(out, PIECE_BYTES);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    /**
     * @param accept the scraper's field; null = it has none
     * @param acceptEncoding likewise
     * @param guess of its bytes; one that is too low costs copies
     */
    static Exposition of(
            PrometheusMeterRegistry counted, @Nullable String accept, @Nullable String acceptEncoding, int guess) {
        boolean openMetrics = accept != null && accept.contains("application/openmetrics-text");
        String contentType = openMetrics ? OPEN_METRICS : TEXT;
        boolean gzip = takesGzip(acceptEncoding);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.max(PIECE_BYTES, guess));
        try (OutputStream out = gzip ? new BufferedOutputStream(new Packing(bytes), PIECE_BYTES) : bytes) {
            write(counted.getPrometheusRegistry().scrape(), openMetrics, contentType, out);
        } catch (IOException impossible) { // memory does not fail this way
            throw new UncheckedIOException(impossible);
        }
        return new Exposition(contentType, gzip, bytes.toByteArray());
    }

    private static void write(MetricSnapshots all, boolean openMetrics, String contentType, OutputStream out)
            throws IOException {
        HistogramText histograms = new HistogramText(out, openMetrics);
        MetricSnapshots.Builder others = MetricSnapshots.builder();
        for (MetricSnapshot family : all) {
            if (family instanceof HistogramSnapshot histogram && HistogramText.takes(histogram)) {
                histograms.write(histogram);
            } else {
                others.metricSnapshot(family);
            }
        }
        // Last: it ends an exposition of OpenMetrics.
        FORMATS.findWriter(contentType).write(out, others.build());
    }

    /** Named, and not with a weight of none (RFC 9110 §12.5.3). */
    private static boolean takesGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.strip().split("\\s*;\\s*", 2);
            if (parts[0].equals("gzip")) {
                return parts.length == 1 || !parts[1].matches("q=0(\\.0{0,3})?");
            }
        }
        return false;
    }
}
