package io.sluice.router.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sluice.router.http.Hidden;
import io.sluice.table.policy.Tracing.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The one thread that makes spans of notes and sends them. A collector that is not there costs spans, which are counted, and nothing else. */
final class SpanSender implements AutoCloseable {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long FAREWELL_MILLIS = 200;
    private static final int BATCH = 512;

    private final Collector collector;
    private final List<SpanRing> rings;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread = new Thread(this::run, "spans");
    private volatile boolean ending;

    private boolean started;

    /** @param rings one of each event loop */
    SpanSender(Collector collector, List<SpanRing> rings) {
        this.collector = collector;
        this.rings = rings;
        thread.setDaemon(true);
    }

    /** Somebody has chosen this collector: before that, nothing of OpenTelemetry is loaded. */
    synchronized void start() {
        if (!started) {
            started = true;
            thread.start();
        }
    }

    private SpanExporter exporter() {
        return switch (collector.protocol()) {
            case HTTP -> {
                OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                        .setEndpoint(collector.address().toString())
                        .setTimeout(collector.timeout())
                        .setRetryPolicy(null);
                collector.headers().forEach(builder::addHeader);
                yield builder.build();
            }
            case GRPC -> {
                OtlpGrpcSpanExporterBuilder builder = OtlpGrpcSpanExporter.builder()
                        .setEndpoint(collector.address().toString())
                        .setTimeout(collector.timeout())
                        .setRetryPolicy(null);
                collector.headers().forEach(builder::addHeader);
                yield builder.build();
            }
        };
    }

    private void run() {
        SpanExporter exporter = exporter();
        Resource resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), collector.service()));
        while (!ending) {
            if (!send(exporter, resource)) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        send(exporter, resource); // what was noted before the end
        exporter.shutdown();
    }

    /** Whether a batch was full: then there is more. */
    private boolean send(SpanExporter exporter, Resource resource) {
        List<SpanData> batch = new ArrayList<>();
        for (SpanRing ring : rings) {
            for (SpanNote note = ring.poll(); note != null; note = next(ring, batch)) {
                batch.add(span(note, resource));
            }
        }
        if (batch.isEmpty()) {
            return false;
        }
        CompletableResultCode result =
                exporter.export(batch).join(collector.timeout().toMillis(), TimeUnit.MILLISECONDS);
        (result.isSuccess() ? sent : failed).addAndGet(batch.size());
        return batch.size() >= BATCH;
    }

    private static @Nullable SpanNote next(SpanRing ring, List<SpanData> batch) {
        return batch.size() < BATCH ? ring.poll() : null;
    }

    private static SpanData span(SpanNote note, Resource resource) {
        List<String> keys = note.layout().keys();
        AttributesBuilder attributes = Attributes.builder();
        attributes.put("component", "proxy");
        for (int i = 0; i < keys.size(); i++) {
            String value = note.values().get(i);
            if (value != null) {
                attributes.put(keys.get(i), Hidden.in(value));
            }
        }
        if (note.error()) {
            attributes.put("error", "true");
        }
        return new FinishedSpan(note, name(note.cluster()), attributes.build(), resource);
    }

    /** As Istio names them: {@code reviews.default.svc.cluster.local:9080/*}. */
    private static String name(String cluster) {
        String[] parts = cluster.split("\\|", -1);
        return parts.length == 4 ? parts[3] + ":" + parts[1] + "/*" : "not routed";
    }

    long sent() {
        return sent.get();
    }

    long failed() {
        return failed.get();
    }

    @Override
    public synchronized void close() {
        ending = true;
        if (!started) {
            return;
        }
        LockSupport.unpark(thread);
        try {
            thread.join(FAREWELL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
