package io.sluice.router.trace;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanId;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceId;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A note, as the exporter of OpenTelemetry takes it. */
record FinishedSpan(SpanNote note, String name, Attributes attributes, Resource resource) implements SpanData {
    private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo.create("sluice");

    @Override
    public String getName() {
        return name;
    }

    /** As Istio's gateways say: the model's own span is the server's. */
    @Override
    public SpanKind getKind() {
        return SpanKind.CLIENT;
    }

    @Override
    public SpanContext getSpanContext() {
        return context(note.id());
    }

    @Override
    public SpanContext getParentSpanContext() {
        return note.parent() == 0 ? SpanContext.getInvalid() : context(note.parent());
    }

    private SpanContext context(long span) {
        return SpanContext.create(
                TraceId.fromLongs(note.traceHigh(), note.traceLow()),
                SpanId.fromLong(span),
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    @Override
    public StatusData getStatus() {
        return note.error() ? StatusData.error() : StatusData.unset();
    }

    @Override
    public long getStartEpochNanos() {
        return TimeUnit.MILLISECONDS.toNanos(note.startMillis());
    }

    @Override
    public long getEndEpochNanos() {
        return getStartEpochNanos() + note.nanos();
    }

    @Override
    public boolean hasEnded() {
        return true;
    }

    @Override
    public Attributes getAttributes() {
        return attributes;
    }

    @Override
    public int getTotalAttributeCount() {
        return attributes.size();
    }

    @Override
    public List<EventData> getEvents() {
        return List.of();
    }

    @Override
    public int getTotalRecordedEvents() {
        return 0;
    }

    @Override
    public List<LinkData> getLinks() {
        return List.of();
    }

    @Override
    public int getTotalRecordedLinks() {
        return 0;
    }

    @Override
    public Resource getResource() {
        return resource;
    }

    @Override
    public InstrumentationScopeInfo getInstrumentationScopeInfo() {
        return SCOPE;
    }

    @Override
    @Deprecated
    @SuppressWarnings("InlineMeSuggester") // the interface asks for it
    public io.opentelemetry.sdk.common.InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
        throw new UnsupportedOperationException("replaced by getInstrumentationScopeInfo");
    }
}
