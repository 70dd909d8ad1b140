package io.sluice.router.telemetry.traffic;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.router.telemetry.traffic.Reported.Series;
import java.util.Map;
import java.util.function.IntFunction;

/** One scrape of {@code istio_*}: names, labels and buckets as Istio's (ecosystem §2b). Used once. */
final class IstioSnapshot {
    private static final Series FIRST = new Series(Source.UNKNOWN.index(), Party.NOT_KNOWN, Kind.http(200), "-");
    private static final String OVERFLOW = "overflow";

    private final IntFunction<Source> sources;
    private final Sums sums = new Sums(Reported.CELLS);

    /** @param sources by their index */
    IstioSnapshot(IntFunction<Source> sources) {
        this.sources = sources;
    }

    /** A destination that there is has its first series before its first request: then rates see that one too. */
    void add(Reporter reporter, Target target, Reported reported) {
        Map<Series, long[]> counted = reported.sums();
        if (target.endpoints > 0) {
            counted.computeIfAbsent(FIRST, absent -> new long[Reported.CELLS]);
        }
        counted.forEach((series, cells) -> sums.add(labels(reporter, target, series), cells));
    }

    void addOverflow(Reporter reporter, Tally[] tallies) {
        long[] cells = new long[Reported.CELLS];
        for (Tally tally : tallies) {
            tally.addTo(cells);
        }
        if (cells[0] > 0) {
            Source source = new Source(0, Destination.OVERFLOW.party(), Party.NOT_KNOWN);
            sums.add(
                    labels(reporter, Destination.OVERFLOW, Party.NOT_KNOWN, source, OVERFLOW, OVERFLOW, "", OVERFLOW),
                    cells);
        }
    }

    /** Sorting two dozen labels is what a scrape would spend most of its time on: it is done once a series. */
    private Labels labels(Reporter reporter, Target target, Series series) {
        return target.labels.computeIfAbsent(Map.entry(reporter, series), absent -> {
            boolean grpc = Kind.isGrpc(series.kind());
            int grpcStatus = Kind.grpcStatus(series.kind());
            return labels(
                    reporter,
                    target.destination,
                    series.principal(),
                    sources.apply(series.source()),
                    grpc ? "grpc" : "http",
                    Integer.toString(Kind.status(series.kind())),
                    grpc && grpcStatus >= 0 ? Integer.toString(grpcStatus) : "",
                    series.flags());
        });
    }

    private static Labels labels(
            Reporter reporter,
            Destination to,
            String principal,
            Source source,
            String protocol,
            String status,
            String grpcStatus,
            String flags) {
        Party from = source.party();
        return Labels.of(
                "reporter", reporter.word(),
                "source_workload", from.workload(),
                "source_workload_namespace", from.namespace(),
                "source_canonical_service", from.canonicalService(),
                "source_canonical_revision", from.canonicalRevision(),
                "source_app", from.app(),
                "source_version", from.version(),
                "source_principal", source.principal(),
                "source_cluster", from.cluster(),
                "destination_workload", to.party().workload(),
                "destination_workload_namespace", to.party().namespace(),
                "destination_canonical_service", to.party().canonicalService(),
                "destination_canonical_revision", to.party().canonicalRevision(),
                "destination_app", to.party().app(),
                "destination_version", to.party().version(),
                "destination_principal", principal,
                "destination_cluster", to.party().cluster(),
                "destination_service", to.service(),
                "destination_service_name", to.name(),
                "destination_service_namespace", to.namespace(),
                "request_protocol", protocol,
                "response_code", status,
                "grpc_response_status", grpcStatus,
                "response_flags", flags,
                "connection_security_policy", security(reporter, to));
    }

    /** Only who is called knows (Istio says the same). */
    private static String security(Reporter reporter, Destination to) {
        return switch (reporter) {
            case SOURCE -> Party.NOT_KNOWN;
            case DESTINATION -> to.mutualTls() ? "mutual_tls" : "none";
        };
    }

    private static boolean isGrpc(Labels labels) {
        return "grpc".equals(labels.get("request_protocol"));
    }

    MetricSnapshots build() {
        return new MetricSnapshots(
                sums.counter("istio_requests", "Requests, by who called whom and what came of it"),
                sums.histogram(
                        "istio_request_duration_milliseconds",
                        "From a request's head to the end of its answer",
                        Reported.DURATION,
                        Buckets.MILLIS),
                sums.histogram("istio_request_bytes", "Head and body of requests", Reported.REQUEST, Buckets.BYTES),
                sums.histogram("istio_response_bytes", "Head and body of answers", Reported.RESPONSE, Buckets.BYTES),
                sums.counter(
                        "istio_request_messages",
                        "Messages of gRPC that clients sent",
                        Reported.REQUEST_MESSAGES,
                        IstioSnapshot::isGrpc),
                sums.counter(
                        "istio_response_messages",
                        "Messages of gRPC that were answered",
                        Reported.RESPONSE_MESSAGES,
                        IstioSnapshot::isGrpc));
    }
}
