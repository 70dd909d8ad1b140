package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Action;
import io.sluice.table.Destination;
import io.sluice.table.DirectResponse;
import io.sluice.table.Forward;
import io.sluice.table.Fraction;
import io.sluice.table.Host;
import io.sluice.table.HttpOptions;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.HttpOptions.ProxyHeaders;
import io.sluice.table.HttpOptions.Server;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.Cors;
import io.sluice.table.policy.Fault;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.HeaderOperations.Edits;
import io.sluice.table.policy.HeaderOperations.Field;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.RoutePolicies;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What one route does on the wire: header operations, faults, cross-origin rules, answers of its own (istio.md §1.5, §1.6, §5). */
@Timeout(60)
class RuleTest {
    private static final Cluster CLUSTER = Cluster.plain("a", 8000, "", UpstreamProtocol.HTTP1);
    private static final Fault ABORT = new Fault(null, new Fault.Abort(new Fault.Answer.HttpStatus(418), Fraction.ALL));

    private final int port = FreePort.any();
    private Router router;
    private ScriptedUpstream model;

    @BeforeEach
    void start() throws IOException {
        router = Router.start(Fixture.config());
        // The answer's body is the request, as it arrived.
        model = ScriptedUpstream.start(wire -> {
            for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                wire.send("HTTP/1.1 200 OK\r\nx-up: v\r\naccess-control-allow-origin: model\r\ncontent-length: "
                        + request.length() + "\r\n\r\n" + request);
            }
        });
        router.publish(new Endpoints(
                Map.of(CLUSTER.name(), List.of(new Endpoint("127.0.0.1", model.port()))), Map.of()));
    }

    @AfterEach
    void stop() throws IOException {
        router.close();
        model.close();
    }

    private void publish(Action action, RoutePolicies policies, HttpOptions options) {
        Route route = new Route("r.m", RequestMatch.ANY, policies, action, new Origin("VirtualService", "ns", "r", ""));
        Host host = Tables.host(route);
        Listener listener = Listener.http("test", port, port, Role.GATEWAY, List.of(host), options);
        router.publish(Tables.table(listener, CLUSTER));
    }

    private static Forward forward(Rewrite rewrite, @Nullable Duration timeout, HeaderOperations headers) {
        return new Forward(
                new Split(List.of(new Destination(CLUSTER.name(), 1, headers, List.of()))),
                rewrite,
                timeout,
                RetryPolicy.NEVER,
                List.of());
    }

    private static Forward forward() {
        return forward(Rewrite.NONE, null, HeaderOperations.NONE);
    }

    private static RoutePolicies with(HeaderOperations headers) {
        return new RoutePolicies(null, null, headers);
    }

    private static HeaderOperations request(Edits edits) {
        return new HeaderOperations(edits, Edits.NONE);
    }

    private static Field field(String name, Piece... pieces) {
        return new Field(name, new Format(List.of(pieces)));
    }

    private String ask(String request) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(request).message();
        }
    }

    private String get(String headers) throws IOException {
        return ask("GET /p/x?q=1 HTTP/1.1\r\nHost: h.example\r\n" + headers + "\r\n");
    }

    // --- header operations ---

    @Test
    void requestOperationsSeeTheRequestBeforeTheRewriteAndResponseOperationsAfterIt() throws IOException {
        Field path = field("x-path", new Piece.RequestHeader(":path", null));
        Edits edits = new Edits(List.of(), List.of(path), List.of(), null);
        publish(
                forward(new Rewrite(new PathRewrite.ReplaceAll("/new"), null), null, HeaderOperations.NONE),
                with(new HeaderOperations(edits, edits)),
                HttpOptions.DEFAULT);
        assertThat(get("")).contains("get /new?q=1", "x-path: /p/x?q=1").containsOnlyOnce("x-path: /new?q=1");
    }

    @Test
    void aMissingValueAloneAddsNothingAndInsideATextIsEmpty() throws IOException {
        Edits edits = new Edits(
                List.of(),
                List.of(
                        field("x-alone", new Piece.RequestHeader("x-none", null)),
                        field(
                                "x-text",
                                new Piece.Literal("a "),
                                new Piece.RequestHeader("x-none", null),
                                new Piece.Literal(" b")),
                        field("x-other", new Piece.RequestHeader("x-none", "x-in"))),
                List.of(),
                null);
        publish(forward(), with(request(edits)), HttpOptions.DEFAULT);
        assertThat(get("x-in: 1\r\nx-in: 2\r\nx-alone: own\r\n"))
                .contains("x-text: a  b", "x-other: 1\r", "x-alone: own")
                .doesNotContain("x-alone: \r");
    }

    @Test
    void allValuesAreMadeBeforeTheFirstReplacesAnything() throws IOException {
        Edits swap = new Edits(
                List.of(),
                List.of(
                        field("x-a", new Piece.RequestHeader("x-b", null)),
                        field("x-b", new Piece.RequestHeader("x-a", null))),
                List.of(),
                null);
        publish(forward(), with(request(swap)), HttpOptions.DEFAULT);
        assertThat(get("x-a: 1\r\nx-b: 2\r\n")).contains("x-a: 2\r", "x-b: 1\r").doesNotContain("x-a: 1\r");
    }

    @Test
    void attributesSayWhatIsKnown() throws IOException {
        Edits edits = new Edits(
                List.of(),
                List.of(
                        field("x-1", new Piece.Of(Attribute.PROTOCOL)),
                        field("x-2", new Piece.Of(Attribute.ROUTE_NAME)),
                        field("x-3", new Piece.Of(Attribute.RESPONSE_CODE)),
                        field("x-4", new Piece.Of(Attribute.RESPONSE_CODE_DETAILS)),
                        field("x-5", new Piece.Of(Attribute.UPSTREAM_CLUSTER)),
                        field("x-6", new Piece.Of(Attribute.UPSTREAM_REQUEST_ATTEMPT_COUNT)),
                        field("x-7", new Piece.StartTime("uuuu")),
                        field("x-8", new Piece.ResponseHeader("x-up", null))),
                List.of(),
                null);
        publish(forward(), with(new HeaderOperations(Edits.NONE, edits)), HttpOptions.DEFAULT);
        assertThat(get(""))
                .contains("x-1: http/1.1\r", "x-2: r.m\r", "x-3: 200\r", "x-4: via_upstream\r")
                .contains("x-5: outbound|8000||a;\r", "x-6: 1\r", "x-7: 20", "x-8: v\r");
    }

    @Test
    void aBodyWhoseLengthIsRemovedIsToldInChunks() throws IOException {
        Edits edits = new Edits(List.of("content-length"), List.of(), List.of(), null);
        publish(forward(), with(new HeaderOperations(edits, edits)), HttpOptions.DEFAULT);
        assertThat(ask("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"))
                .contains("transfer-encoding: chunked", "post /p http/1.1")
                .doesNotContain("content-length")
                .contains("hello");
    }

    // --- faults ---

    @Test
    void anAbortIsAnsweredInTheModelsPlace() throws IOException {
        publish(forward(), new RoutePolicies(ABORT, null, HeaderOperations.NONE), HttpOptions.DEFAULT);
        assertThat(get("")).startsWith("http/1.1 418").endsWith("fault filter abort");
        assertThat(model.connections()).isZero();
    }

    @Test
    void aGrpcAbortIsAPlain200ToAPlainClientAndItsStatusToAGrpcOne() throws IOException {
        Fault fault = new Fault(null, new Fault.Abort(new Fault.Answer.GrpcStatus(14), Fraction.ALL));
        publish(forward(), new RoutePolicies(fault, null, HeaderOperations.NONE), HttpOptions.DEFAULT);
        assertThat(get("")).startsWith("http/1.1 200").endsWith("fault filter abort");
        assertThat(get("content-type: application/grpc+proto\r\n"))
                .startsWith("http/1.1 200")
                .contains("grpc-status: 14\r", "grpc-message: fault filter abort\r", "content-length: 0");
    }

    @Test
    void aDelayDoesNotCountAgainstTheTimeoutAndKeepsTheBody() throws IOException {
        Fault fault = new Fault(new Fault.Delay(Duration.ofMillis(300), Fraction.ALL), null);
        publish(
                forward(Rewrite.NONE, Duration.ofMillis(250), HeaderOperations.NONE),
                new RoutePolicies(fault, null, HeaderOperations.NONE),
                HttpOptions.DEFAULT);
        assertThat(ask("POST /p HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello"))
                .startsWith("http/1.1 200")
                .endsWith("hello");
    }

    @Test
    void aShareOfNothingInjectsNothing() throws IOException {
        Fault never = new Fault(null, new Fault.Abort(new Fault.Answer.HttpStatus(418), Fraction.NONE));
        publish(forward(), new RoutePolicies(never, null, HeaderOperations.NONE), HttpOptions.DEFAULT);
        assertThat(get("")).startsWith("http/1.1 200");
    }

    // --- cross-origin ---

    private static Cors cors(boolean forwardUnmatched, String... methods) {
        return new Cors(
                List.of(new StringMatch.Exact("http://ui")),
                List.of(methods),
                List.of("X-A", "X-B"),
                List.of("X-E"),
                Duration.ofHours(24),
                true,
                forwardUnmatched);
    }

    @ParameterizedTest(name = "VS-22..24 {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "preflight            | OPTIONS | http://ui   | PUT | allow-methods: POST,GET | model",
                "preflight, max age   | OPTIONS | http://ui   | PUT | max-age: 86400          | get /",
                "actual request       | GET     | http://ui   |     | allow-origin: http://ui | origin: model",
                "what may be read     | GET     | http://ui   |     | expose-headers: X-E     | max-age",
                "another origin       | GET     | http://evil |     | origin: model           | allow-credentials",
                "another's preflight  | OPTIONS | http://evil | PUT | options /p              | allow-methods",
            })
    void originsAreToldWhatTheyMay(
            String name, String method, String origin, @Nullable String asked, String said, String unsaid)
            throws IOException {
        publish(
                forward(),
                new RoutePolicies(null, cors(true, "POST", "GET"), HeaderOperations.NONE),
                HttpOptions.DEFAULT);
        String answer = ask(method + " /p HTTP/1.1\r\nHost: h\r\nOrigin: " + origin + "\r\n"
                + (asked == null ? "" : "Access-Control-Request-Method: " + asked + "\r\n") + "\r\n");
        assertThat(answer).containsIgnoringCase(said).doesNotContainIgnoringCase(unsaid);
    }

    @Test
    void anUnmatchedPreflightIsAnsweredWithoutAnOriginWhereSoTold() throws IOException {
        publish(forward(), new RoutePolicies(null, cors(false, "*"), HeaderOperations.NONE), HttpOptions.DEFAULT);
        assertThat(ask("OPTIONS /p HTTP/1.1\r\nHost: h\r\nOrigin: http://evil\r\n"
                        + "Access-Control-Request-Method: PUT\r\n\r\n"))
                .contains("access-control-allow-methods: put")
                .doesNotContain("access-control-allow-origin");
        assertThat(model.connections()).isZero();
    }

    @Test
    void aFaultStandsBeforeAPreflight() throws IOException {
        publish(forward(), new RoutePolicies(ABORT, cors(true, "GET"), HeaderOperations.NONE), HttpOptions.DEFAULT);
        assertThat(ask("OPTIONS /p HTTP/1.1\r\nHost: h\r\nOrigin: http://ui\r\n"
                        + "Access-Control-Request-Method: GET\r\n\r\n"))
                .startsWith("http/1.1 418")
                .doesNotContain("access-control");
    }

    // --- answers of the route's own ---

    @ParameterizedTest(name = "{0} to a gRPC client is grpc-status {1}")
    @CsvSource({"200,2", "400,13", "401,16", "403,7", "404,12", "429,14", "500,2", "502,14", "503,14", "504,14"})
    void ownAnswersToGrpcClientsSpeakGrpc(int http, int grpc) throws IOException {
        publish(new DirectResponse(http, "no: 50%~é\n"), RoutePolicies.NONE, HttpOptions.DEFAULT);
        assertThat(get("content-type: application/grpc\r\n"))
                .startsWith("http/1.1 200")
                .contains("grpc-status: " + grpc + "\r", "content-type: application/grpc\r")
                .contains("grpc-message: no: 50%25%7e%c3%a9%0a\r");
    }

    @ParameterizedTest
    @CsvSource({"application/grpc-web", "application/grpc;a=b", "Application/grpc"})
    void otherContentTypesGetThePlainAnswer(String type) throws IOException {
        publish(new DirectResponse(503, "no"), RoutePolicies.NONE, HttpOptions.DEFAULT);
        assertThat(get("content-type: " + type + "\r\n"))
                .startsWith("http/1.1 503")
                .endsWith("no");
    }

    @Test
    void aRedirectToAGrpcClientHasALocationAndAStatus() throws IOException {
        Redirect redirect =
                new Redirect(301, "https", null, new Redirect.Port.AsRequested(), new PathRewrite.ReplaceAll("/n"));
        publish(redirect, RoutePolicies.NONE, HttpOptions.DEFAULT);
        assertThat(get("content-type: application/grpc\r\n"))
                .contains("location: https://h.example/n?q=1\r", "grpc-status: 2\r");
    }

    @Test
    void bytesAreSentAsTheyAre() throws IOException {
        publish(
                new DirectResponse(299, new DirectResponse.Body.Base64("QUI=")),
                RoutePolicies.NONE,
                HttpOptions.DEFAULT);
        assertThat(get("")).startsWith("http/1.1 299").endsWith("\r\n\r\nAB");
    }

    // --- the mesh config ---

    private static HttpOptions behind(int proxies) {
        return new HttpOptions(PathNormalization.BASE, proxies, ProxyHeaders.DEFAULT);
    }

    @ParameterizedTest(name = "GW-23 {0} proxies, {1}: client {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 56.5.6.7, 72.9.5.6, 98.1.2.3 | 127.0.0.1",
                "1 | 56.5.6.7, 72.9.5.6, 98.1.2.3 | 98.1.2.3",
                "2 | 56.5.6.7, 72.9.5.6, 98.1.2.3 | 72.9.5.6",
                "4 | 56.5.6.7, 72.9.5.6, 98.1.2.3 | 127.0.0.1",
                "1 | not an address               | 127.0.0.1",
                "1 | fd00::1                      | fd00::1",
            })
    void theClientIsWhoTrustedProxiesSay(int proxies, String forwarded, String client) throws IOException {
        publish(forward(), RoutePolicies.NONE, behind(proxies));
        assertThat(get("X-Forwarded-For: " + forwarded + "\r\n"))
                .contains(
                        "x-envoy-external-address: " + client + "\r", "x-forwarded-for: " + forwarded + ",127.0.0.1\r");
    }

    @Test
    void theSchemeOfATrustedProxyIsKept() throws IOException {
        publish(forward(), RoutePolicies.NONE, behind(1));
        assertThat(get("X-Forwarded-Proto: https\r\n")).contains("x-forwarded-proto: https\r");
        publish(forward(), RoutePolicies.NONE, HttpOptions.DEFAULT);
        assertThat(get("X-Forwarded-Proto: https\r\n")).contains("x-forwarded-proto: http\r");
    }

    @Test
    void whatIsSwitchedOffIsNotAdded() throws IOException {
        ProxyHeaders off = new ProxyHeaders(
                new Server.PassedThrough(), false, false, false, true, HttpOptions.ClientCertificate.PASS);
        publish(
                forward(new Rewrite(null, "new.example"), null, HeaderOperations.NONE),
                RoutePolicies.NONE,
                new HttpOptions(PathNormalization.BASE, 0, off));
        assertThat(get("x-request-id: mine\r\nx-forwarded-client-cert: c\r\nx-forwarded-host: first\r\n"))
                .contains("x-request-id: mine\r", "x-forwarded-client-cert: c\r", "x-forwarded-host: first,h.example\r")
                .doesNotContain("server:", "x-envoy-upstream-service-time", "x-envoy-attempt-count")
                .doesNotContain("x-envoy-original-host");
    }
}
