package io.sluice.router.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.sluice.router.http.Hidden;
import io.sluice.table.policy.Tracing;
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

    private final List<LoopTracer> loops;
    private final OtlpHttpSpanExporter exporter;
    private final Resource resource;
    private final long timeoutMillis;
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();
    private final Thread thread = new Thread(this::run, "spans");
    private volatile boolean ending;

    SpanSender(Tracing tracing, List<LoopTracer> loops) {
        this.loops = loops;
        OtlpHttpSpanExporterBuilder builder = OtlpHttpSpanExporter.builder()
                .setEndpoint(tracing.collector().toString())
                .setTimeout(tracing.timeout())
                .setRetryPolicy(null);
        tracing.headers().forEach(builder::addHeader);
        exporter = builder.build();
        timeoutMillis = tracing.timeout().toMillis();
        resource = Resource.create(Attributes.of(AttributeKey.stringKey("service.name"), tracing.service()));
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!ending) {
            if (!send()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        send(); // what was noted before the end
    }

    /** Whether a batch was full: then there is more. */
    private boolean send() {
        List<SpanData> batch = new ArrayList<>();
        for (LoopTracer loop : loops) {
            for (SpanNote note = loop.ring.poll(); note != null; note = next(loop, batch)) {
                batch.add(span(note, loop.layout.keys()));
            }
        }
        if (batch.isEmpty()) {
            return false;
        }
        CompletableResultCode result = exporter.export(batch).join(timeoutMillis, TimeUnit.MILLISECONDS);
        (result.isSuccess() ? sent : failed).addAndGet(batch.size());
        return batch.size() >= BATCH;
    }

    private static @Nullable SpanNote next(LoopTracer loop, List<SpanData> batch) {
        return batch.size() < BATCH ? loop.ring.poll() : null;
    }

    private SpanData span(SpanNote note, List<String> keys) {
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
    public void close() {
        ending = true;
        LockSupport.unpark(thread);
        try {
            thread.join(FAREWELL_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        exporter.shutdown();
    }
}
