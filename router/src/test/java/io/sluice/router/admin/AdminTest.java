package io.sluice.router.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.explain.Explainer;
import io.sluice.router.live.Cartographer;
import io.sluice.router.log.Tap;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.history.History;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The router's own ports: who may ask what, and where. */
class AdminTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static Admin open(AdminPorts ports) throws IOException {
        Explainer explainer = Explainer.of(RoutingTable.EMPTY, Endpoints.EMPTY);
        Meters meters = new Meters(1);
        meters.unrouted().record(0, 404, 1);
        History history = History.start(meters);
        ManifestNews news = new ManifestNews(() -> "[\"a problem\"]", () -> "[\"a change\"]");
        return Admin.open(
                LOOPBACK,
                ports,
                new Admin.Subjects(
                        () -> true,
                        meters,
                        explainer,
                        news,
                        history,
                        new Cartographer(explainer, history),
                        new Tap(1)));
    }

    private static String ask(int port, String method, String target, String field) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(method + " " + target + " HTTP/1.1\r\n" + field + "\r\nconnection: close\r\n\r\n")
                    .message();
        }
    }

    @ParameterizedTest(name = "{0} {1}, {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
        GET  | /ready            | host: a         | 200 | ready
        GET  | /live             | host: a         | 200 | live
        GET  | /prometheus       | host: a         | 200 | sluice_requests_total{
        GET  | /prometheus       | accept: application/openmetrics-text;version=1.0.0,text/plain;q=0.5 | 200 | # EOF
        GET  | /stats/prometheus | accept: application/openmetrics-text | 200 | content-type: application/openmetrics-text; version=1.0.0; charset=utf-8
        GET  | /prometheus       | accept: text/plain | 200 | content-type: text/plain; version=0.0.4; charset=utf-8
        GET  | /prometheus       | accept-encoding: br, gzip;q=0.5 | 200 | content-encoding: gzip
        GET  | /nope             | host: a         | 404 | /v1/explain
        POST | /ready            | host: a         | 405 | read-only
        GET  | /v1/routes        | host: localhost | 200 | []
        GET  | /v1/clusters      | host: 127.0.0.1:15000 | 200 | []
        GET  | /v1/endpoints     | host: [::1]     | 200 | []
        GET  | /v1/problems      | host: localhost | 200 | a problem
        GET  | /v1/changes       | host: localhost | 200 | a change
        GET  | /v1/traffic       | host: localhost | 200 | {"generation": 1
        HEAD | /v1/live          | host: localhost | 200 | content-type: text/event-stream
        GET  | /                 | host: localhost | 200 | content-security-policy: default-src 'none'; script-src 'self'
        GET  | /dashboard/main.js | host: localhost | 200 | content-type: text/javascript; charset=utf-8
        GET  | /dashboard/../Admin.class | host: localhost | 404 | /v1/traffic
        GET  | /                 | host: rebound.example | 403 | without a token, inspection is asked as localhost
        GET  | /v1/routes        | sec-fetch-site: same-site | 403 | not for pages of other sites
        GET  | /v1/routes        | sec-fetch-site: same-origin | 200 | []
        GET  | /v1/routes        | host: rebound.example | 403 | without a token, inspection is asked as localhost
        GET  | /v1/explain?method=POST&url=http%3A%2F%2Fh%3A1%2Fa&header=x%3A1 | host: localhost | 200 | nothing listens on port 1
        GET  | /v1/explain       | host: localhost | 400 | {"error": "say which request
        GET  | /v1/explain?url=/ | host: localhost | 400 | / is no URL
        """)
    void onOnePort(String method, String target, String field, int status, String words) throws IOException {
        try (Admin admin = open(AdminPorts.on(0))) {
            String answer = ask(admin.port(), method, target, field);
            assertThat(answer).startsWith("http/1.1 " + status);
            assertThat(answer.replaceAll("\\s+", " ").replace("{ ", "{")).contains(words);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        host: localhost                  | 401
        authorization: Bearer wrong      | 401
        authorization: right             | 401
        authorization: Bearer right      | 200
        """)
    void aTokenIsAskedOfEverybody(String field, int status) throws IOException {
        int inspection = FreePort.any();
        try (Admin admin = open(new AdminPorts(0, null, inspection, "right"))) {
            assertThat(ask(inspection, "GET", "/v1/routes", field)).startsWith("http/1.1 " + status);
            assertThat(ask(inspection, "GET", "/", field)).startsWith("http/1.1 200");
            assertThat(ask(inspection, "GET", "/ready", field)).startsWith("http/1.1 404");
            assertThat(ask(admin.port(), "GET", "/v1/routes", field)).startsWith("http/1.1 404");
        }
    }
}
