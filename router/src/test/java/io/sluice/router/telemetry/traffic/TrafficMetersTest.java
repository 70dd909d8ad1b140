package io.sluice.router.telemetry.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.UpstreamProtocol;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series come with what is published, go some time after it, and are never too many. */
class TrafficMetersTest {
    private static final Cluster CLUSTER =
            Cluster.plain("model.ns.svc.cluster.local", 8000, "main", UpstreamProtocol.HTTP1);

    private final AtomicLong now = new AtomicLong();
    private final TrafficMeters meters = new TrafficMeters(1, 3, now::get);

    private List<CounterSnapshot.CounterDataPointSnapshot> requests() {
        return meters.collect().stream()
                .filter(CounterSnapshot.class::isInstance)
                .map(CounterSnapshot.class::cast)
                .flatMap(counter -> counter.getDataPoints().stream())
                .toList();
    }

    private static void call(Target target, int status) {
        target.exchange(0, Source.UNKNOWN, Party.NOT_KNOWN, Kind.http(status), "-", 1, 1, 1);
    }

    @Test
    void aDestinationIsCountedBeforeItsFirstRequest() {
        meters.endpoint(CLUSTER, Workload.UNKNOWN, false);
        assertThat(requests()).hasSize(2).allSatisfy(series -> {
            assertThat(series.getValue()).isZero();
            assertThat(series.getLabels().get("response_code")).isEqualTo("200");
        });
    }

    @Test
    void aClusterWithoutEndpointsShowsWhatItHasCountedAlone() {
        Target target = meters.cluster(CLUSTER);
        assertThat(requests()).isEmpty();
        call(target, 503);
        assertThat(requests()).hasSize(1);
    }

    @Test
    void seriesGoFifteenMinutesAfterTheirDestination() {
        Target target = meters.endpoint(CLUSTER, Workload.UNKNOWN, false);
        call(target, 200);
        meters.endpointGone(target);
        now.addAndGet(Duration.ofMinutes(15).toNanos());
        assertThat(requests()).hasSize(1);
        now.addAndGet(1);
        assertThat(requests()).isEmpty();
    }

    @Test
    void aDestinationThatComesBackInTimeCountsOn() {
        Target target = meters.endpoint(CLUSTER, Workload.UNKNOWN, false);
        call(target, 200);
        meters.endpointGone(target);
        now.addAndGet(Duration.ofMinutes(14).toNanos());
        assertThat(meters.endpoint(CLUSTER, Workload.UNKNOWN, false)).isSameAs(target);
        now.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(requests()).anyMatch(series -> series.getValue() == 1);
    }

    @Test
    void whatIsTooMuchIsCountedTogether() {
        Target target = meters.endpoint(CLUSTER, Workload.UNKNOWN, false);
        for (int status = 200; status < 900; status++) {
            call(target, status);
        }
        assertThat(requests())
                .filteredOn(series -> "overflow".equals(series.getLabels().get("destination_service")))
                .singleElement()
                .satisfies(series -> assertThat(series.getValue()).isEqualTo(697));
        assertThat(requests().stream()
                        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
                        .sum())
                .isEqualTo(700);
        assertThat(meters.refused()).isEqualTo(697);
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(textBlock = """
        model.ns.svc.cluster.local, model, ns
        model.ns.svc.example.org, model, ns
        api.example.com, api.example.com, unknown
        """)
    void aServiceHasAShortName(String host, String name, String namespace) {
        meters.endpoint(Cluster.plain(host, 80, "", UpstreamProtocol.HTTP1), Workload.UNKNOWN, false);
        assertThat(requests()).first().satisfies(series -> {
            assertThat(series.getLabels().get("destination_service")).isEqualTo(host);
            assertThat(series.getLabels().get("destination_service_name")).isEqualTo(name);
            assertThat(series.getLabels().get("destination_service_namespace")).isEqualTo(namespace);
        });
    }

    @Test
    void podsOfOneDeploymentAreOneWorkload() {
        Map<String, String> labels = Map.of("app", "model", "version", "v2");
        Target one = meters.endpoint(CLUSTER, new Workload("ns", "model-1-a", labels, "model-1", null), false);
        Target other = meters.endpoint(CLUSTER, new Workload("ns", "model-1-b", labels, "model-1", null), false);
        assertThat(other).isSameAs(one);
        assertThat(requests()).first().satisfies(series -> {
            assertThat(series.getLabels().get("destination_workload")).isEqualTo("model-1");
            assertThat(series.getLabels().get("destination_canonical_service")).isEqualTo("model");
            assertThat(series.getLabels().get("destination_canonical_revision")).isEqualTo("v2");
            assertThat(series.getLabels().get("destination_cluster")).isEqualTo("Kubernetes");
        });
    }

    /** An authority may issue as many names as it likes; what is served to pods that are known stays told of them. */
    @Test
    void namesOfCertificatesLeavePlacesToCallersThatAreKnown() {
        Sources none = Sources.of(Map.of(), meters);
        Source first = none.at("10.0.0.1", "spiffe://cluster.local/ns/shop/sa/web");
        assertThat(none.at("10.0.0.2", "spiffe://cluster.local/ns/shop/sa/web")).isSameAs(first);
        for (int i = 0; i < TrafficMeters.MOST_SOURCES; i++) {
            none.at("10.0.0.1", "spiffe://cluster.local/ns/shop/sa/web-" + i);
        }
        assertThat(none.at("10.0.0.1", "spiffe://cluster.local/ns/shop/sa/late"))
                .isSameAs(Source.UNKNOWN);
        assertThat(none.at("10.0.0.1", "spiffe://cluster.local/ns/shop/sa/web")).isSameAs(first);
        Workload pod = new Workload("ns", "notebook-0", Map.of());
        Sources known = Sources.of(Map.of("10.0.0.1", pod), meters);
        assertThat(known.at("10.0.0.1", "").party().workload()).isEqualTo("notebook-0");
        assertThat(known.at("10.0.0.1", "spiffe://cluster.local/ns/shop/sa/late"))
                .as("its name is not told any more, but its workload is")
                .isSameAs(known.at("10.0.0.1", ""));
    }

    @Test
    void aNameThatIsTooLongIsNotTold() {
        String name = "spiffe://cluster.local/ns/shop/sa/" + "a".repeat(222);
        Sources none = Sources.of(Map.of(), meters);
        assertThat(none.at("10.0.0.1", name).principal()).isEqualTo(name);
        assertThat(none.at("10.0.0.1", name + "a")).isSameAs(Source.UNKNOWN);
    }
}
