package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.table.Role;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.SeldonModel;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who called whom and what came of it, as Istio's dashboards ask: the source tells of exchanges, the destination of tries. */
@Timeout(60)
class TrafficMetricsTest {
    private static final String REQUESTS = "istio_requests_total";
    private static final String SOURCE = "reporter=\"source\"";
    private static final String DESTINATION = "reporter=\"destination\"";
    private static final String POST = "POST /m/x HTTP/1.1\r\nHost: model\r\nContent-Length: 5\r\n\r\nhello";

    private static String label(String name, String value) {
        return name + "=\"" + value + "\"";
    }

    private static void publish(Fixture fixture, int port, Workload behind) {
        Endpoint endpoint = new Endpoint("127.0.0.1", port).withWorkload(behind);
        Workload caller = new Workload("lab", "notebook-0", Map.of("app", "notebook"));
        fixture.router.publish(
                new Endpoints(Map.of(Cluster.nameOf(8000, "", "a"), List.of(endpoint)), Map.of("127.0.0.1", caller)));
    }

    @Test
    void anExchangeIsToldByBothReportersWithBothEnds() throws IOException {
        try (ScriptedUpstream model = ScriptedUpstream.echo("prediction");
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            publish(
                    fixture,
                    model.port(),
                    new Workload("ns", "m-7d-x", Map.of("app", "m", "version", "v1"), "m", null));
            assertThat(Metrics.sum(fixture.router, REQUESTS, label("destination_workload", "m")))
                    .isZero();
            client.send(POST).message();
            client.send(POST).message();
            for (String reporter : List.of(SOURCE, DESTINATION)) {
                assertThat(Metrics.sum(
                                fixture.router,
                                REQUESTS,
                                reporter,
                                label("source_workload", "notebook-0"),
                                label("source_canonical_service", "notebook"),
                                label("destination_workload", "m"),
                                label("destination_workload_namespace", "ns"),
                                label("destination_canonical_revision", "v1"),
                                label("destination_service", "a"),
                                label("request_protocol", "http"),
                                label("response_code", "200"),
                                label("grpc_response_status", ""),
                                label("response_flags", "-")))
                        .as(reporter)
                        .isEqualTo(2);
            }
            String all = label("le", "+Inf");
            for (String histogram : List.of("duration_milliseconds", "bytes")) {
                assertThat(Metrics.sum(fixture.router, "istio_request_" + histogram + "_bucket", SOURCE, all))
                        .as(histogram)
                        .isEqualTo(2);
            }
            assertThat(Metrics.sum(fixture.router, "istio_response_bytes_sum", SOURCE))
                    .isGreaterThan(50);
            assertThat(Metrics.value(fixture.router, "sluice_overhead_seconds_count"))
                    .isEqualTo(2);
            assertThat(Metrics.sum(fixture.router, "istio_request_messages_total"))
                    .as("messages are gRPC's")
                    .isEqualTo(-1);
        }
    }

    /** The executor of a pod that has one exports the same names: a sum over both scrapes is what was sent. */
    @Test
    void seldonsNamesCountWhatNobodyElseCounts() throws IOException {
        String server = "seldon_api_executor_server_requests_seconds_count";
        String client = "seldon_api_executor_client_requests_seconds_count";
        try (ScriptedUpstream model = ScriptedUpstream.echo("prediction");
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                RawClient caller = fixture.connect()) {
            SeldonModel counted = new SeldonModel("d", "v1", "classifier", "seldonio/mock", "1.9");
            publish(fixture, model.port(), new Workload("ns", "m-7d-x", Map.of(), "m", counted));
            assertThat(Metrics.sum(fixture.router, server, label("code", "200")))
                    .isZero();
            String predict = POST.replace("/m/x", "/m/api/v1.0/predictions");
            caller.send(predict).message();
            caller.send(predict).message();
            caller.send(POST).message();
            assertThat(Metrics.sum(
                            fixture.router,
                            server,
                            label("deployment_name", "d"),
                            label("predictor_name", "v1"),
                            label("predictor_version", "v1"),
                            label("service", "predictions"),
                            label("method", "post"),
                            label("code", "200"),
                            label("status", "200")))
                    .isEqualTo(2);
            assertThat(Metrics.sum(
                            fixture.router,
                            client,
                            label("model_name", "classifier"),
                            label("model_image", "seldonio/mock"),
                            label("model_version", "1.9"),
                            label("service", "/predict")))
                    .isEqualTo(2);
            assertThat(Metrics.sum(fixture.router, server)).isEqualTo(3);

            publish(fixture, model.port(), new Workload("ns", "m-7d-y", Map.of(), "m", null));
            caller.send(predict).message();
            assertThat(Metrics.sum(fixture.router, server)).isEqualTo(3);
        }
    }

    @Test
    void everyTryIsTheDestinationsAndTheLastOneTheSources() throws IOException {
        try (Fixture fixture = Fixture.of(Policy.DEFAULT, FreePort.any());
                RawClient client = fixture.connect()) {
            assertThat(client.send(POST).message()).startsWith("http/1.1 503");
            String failed = label("response_code", "503");
            assertThat(Metrics.sum(fixture.router, REQUESTS, SOURCE, failed, label("response_flags", "URX,UF")))
                    .isEqualTo(1);
            assertThat(Metrics.sum(fixture.router, REQUESTS, DESTINATION, failed, label("response_flags", "UF")))
                    .isEqualTo(3);
        }
    }

    @Test
    void aRequestThatGoesNowhereHasNoDestination() throws IOException {
        try (Fixture fixture = Fixture.of(Policy.DEFAULT);
                RawClient client = fixture.connect()) {
            client.send("GET /elsewhere HTTP/1.1\r\nHost: model\r\n\r\n").message();
            client.send(POST).message();
            assertThat(Metrics.sum(
                            fixture.router,
                            REQUESTS,
                            SOURCE,
                            label("response_code", "404"),
                            label("response_flags", "NR"),
                            label("destination_service", "unknown")))
                    .isEqualTo(1);
            assertThat(Metrics.sum(
                            fixture.router,
                            REQUESTS,
                            SOURCE,
                            label("response_code", "503"),
                            label("response_flags", "UH"),
                            label("destination_service", "a")))
                    .isEqualTo(1);
            assertThat(Metrics.sum(fixture.router, REQUESTS, DESTINATION)).isEqualTo(-1);
        }
    }

    @Test
    void aShadowIsItsDestinationsAndNoSources() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("prediction");
                ScriptedUpstream copy = ScriptedUpstream.echo("copy");
                Fixture fixture = Fixture.start(
                        RouterConfig.defaults().withEventLoops(1),
                        new Policy(RetryPolicy.NEVER, null, Role.GATEWAY).withShadows("b"),
                        Map.of("a", new int[] {model.port()}, "b", new int[] {copy.port()}),
                        Map.of("a", 1));
                RawClient client = fixture.connect()) {
            client.send(POST).message();
            String shadowed = label("destination_service", "b");
            while (Metrics.sum(fixture.router, REQUESTS, DESTINATION, shadowed) < 1) {
                Thread.onSpinWait(); // nobody waits for a shadow, so nobody tells when it is over
            }
            assertThat(Metrics.sum(fixture.router, REQUESTS, SOURCE, shadowed)).isZero();
        }
    }

    @Test
    void aClientThatLeavesIsCountedWithoutAStatus() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("prediction");
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port())) {
            try (RawClient client = fixture.connect()) {
                client.send("POST /m/x HTTP/1.1\r\nHost: model\r\nContent-Length: 50\r\n\r\nhello");
            }
            String gone = label("response_flags", "DC");
            while (Metrics.sum(fixture.router, REQUESTS, SOURCE, gone) < 1) {
                Thread.onSpinWait();
            }
            assertThat(Metrics.sum(fixture.router, REQUESTS, SOURCE, gone, label("response_code", "0")))
                    .isEqualTo(1);
        }
    }

    /** As a Prometheus that scrapes port 8000 of everything: rendered elsewhere, sent by the event loop. */
    @Test
    void theMeshPortIsScraped() throws IOException {
        try (Fixture fixture = Fixture.of(new Policy(RetryPolicy.NEVER, null, Role.MESH), FreePort.any());
                RawClient client = fixture.connect()) {
            String scrape = "GET /prometheus HTTP/1.1\r\nHost: 127.0.0.1\r\n";
            assertThat(client.send(scrape + "\r\n").message())
                    .startsWith("http/1.1 200 ok\r\n")
                    .contains("content-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                    .contains("sluice_generation");
            assertThat(client.send(scrape + "Accept: application/openmetrics-text\r\n\r\n")
                            .message())
                    .endsWith("# EOF\n");
        }
    }
}
