package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Destination;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Split;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.AccessLog;
import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.Tracing;
import io.sluice.table.policy.Tracing.Collector;
import io.sluice.table.policy.Tracing.Protocol;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.table.telemetry.Expression;
import io.sluice.table.telemetry.Observation;
import io.sluice.table.telemetry.Observation.Log;
import io.sluice.table.telemetry.Observation.Spans;
import io.sluice.table.telemetry.Providers;
import io.sluice.table.telemetry.Providers.LogFile;
import io.sluice.table.telemetry.Telemetry;
import io.sluice.table.telemetry.Telemetry.Scope;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables say what is told of exchanges: at the gateway, and for the pods that they go to. */
@Timeout(60)
class ObservationTest {
    private static final Cluster CLUSTER =
            Cluster.plain("model.ns.svc.cluster.local", 8000, "", UpstreamProtocol.HTTP1);
    private static final List<Log> NOBODY = List.of();
    private static final Expression FAILED = new Expression.Compare(
            new Expression.Of(new Piece.Of(Attribute.RESPONSE_CODE), Expression.Of.Kind.NUMBER),
            Expression.Comparison.GREATER_OR_EQUAL,
            new Expression.Numeral(400));

    @TempDir
    Path directory;

    private SpanReceiver collector;
    private ScriptedUpstream model;

    @BeforeEach
    void start() throws IOException {
        collector = SpanReceiver.start();
        model = ScriptedUpstream.echo("ok");
    }

    @AfterEach
    void stop() throws Exception {
        model.close();
        collector.close();
    }

    private Path file(String name) {
        return directory.resolve(name);
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(file(name));
    }

    private LogFile log(String name, String file) {
        Layout path = new Layout.Text(new Format(List.of(
                new Piece.Literal(name + " "),
                new Piece.RequestHeader(":path", null),
                new Piece.Literal(" "),
                new Piece.Of(Attribute.RESPONSE_CODE))));
        return new LogFile(name, file(file).toString(), path);
    }

    private RouterConfig config() {
        Collector otel =
                new Collector("otel", Protocol.HTTP, collector.url(), Map.of(), Duration.ofSeconds(5), "sluice");
        Collector gone = new Collector(
                "gone",
                Protocol.HTTP,
                URI.create("http://127.0.0.1:1/v1/traces"),
                Map.of(),
                Duration.ofSeconds(1),
                "sluice");
        return RouterConfig.defaults()
                .withEventLoops(1)
                .withProviders(new Providers(
                        List.of(log("a", "a.log"), log("again", "a.log"), log("b", "b.log")), List.of(gone, otel)));
    }

    /** Serves until it has been asked for each of these. */
    private void serve(RouterConfig config, Role role, Telemetry telemetry, String... paths) throws IOException {
        int port = FreePort.any();
        Route route = new Route(
                "m",
                RequestMatch.ofPath(new PathMatch.Prefix("/m/", false)),
                new Forward(
                        new Split(List.of(new Destination(CLUSTER.name(), 1))),
                        Rewrite.NONE,
                        null,
                        RetryPolicy.NEVER,
                        List.of()),
                new Origin("VirtualService", "ns", "m", "spec.http[0]"));
        Host host = new Host("*", List.of(Domain.of(new HostPattern.Any())), List.of(route), false);
        try (Router router = Router.start(config)) {
            router.publish(new Endpoints(
                    Map.of(
                            CLUSTER.name(),
                            List.of(new Endpoint("127.0.0.1", model.port())
                                    .withWorkload(new Workload("ns", "model-0", Map.of("app", "model"))))),
                    Map.of()));
            router.publish(new RoutingTable(
                    List.of(Listener.http("test", port, port, role, List.of(host))),
                    Map.of(CLUSTER.name(), CLUSTER),
                    List.of(),
                    telemetry));
            for (String path : paths) {
                try (RawClient client = RawClient.connect(port)) {
                    client.send("GET " + path + " HTTP/1.1\r\nHost: model\r\n\r\n")
                            .message();
                }
            }
        }
    }

    private static Telemetry telemetry(Observation router, Observation pod) {
        return new Telemetry(
                router,
                new Observation(NOBODY, null),
                List.of(
                        new Scope("ns", Map.of("app", "other"), new Observation(NOBODY, null)),
                        new Scope("ns", Map.of("app", "model"), pod)));
    }

    private static Observation logs(Log... logs) {
        return new Observation(List.of(logs), null);
    }

    private static Log to(String provider, @Nullable Expression filter) {
        return new Log(provider, filter);
    }

    @Test
    void atTheGatewayEitherWordIsEnough() throws IOException {
        serve(config(), Role.GATEWAY, telemetry(logs(to("a", FAILED)), logs(to("b", null))), "/m/x", "/nowhere");
        assertThat(lines("a.log")).containsExactly("a /nowhere 404");
        assertThat(lines("b.log")).containsExactly("b /m/x 200");
    }

    @Test
    void inTheMeshThePodsWordCounts() throws IOException {
        serve(config(), Role.MESH, telemetry(logs(to("a", null)), logs(to("b", null))), "/m/x", "/nowhere");
        assertThat(lines("a.log")).containsExactly("a /nowhere 404");
        assertThat(lines("b.log")).containsExactly("b /m/x 200");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void anExchangeStandsInEachFileOnce(Role role) throws IOException {
        Observation both = logs(to("a", null), to("again", null));
        serve(config(), role, telemetry(logs(to("again", null)), both), "/m/x");
        assertThat(lines("a.log")).hasSize(1);
    }

    @Test
    void whatNobodySaysAnythingOfIsToldAsUsual() throws IOException {
        LogFile usual = log("usual", "usual.log");
        RouterConfig config = config().withAccessLog(new AccessLog(usual.file(), usual.layout(), true, 0));
        serve(config, Role.GATEWAY, telemetry(Observation.AS_STARTED, Observation.AS_STARTED), "/m/x", "/nowhere");
        assertThat(lines("usual.log")).containsExactly("usual /m/x 200", "usual /nowhere 404");
    }

    @Test
    void whatIsToldToNobodyIsNotWritten() throws IOException {
        LogFile usual = log("usual", "usual.log");
        RouterConfig config = config().withAccessLog(new AccessLog(usual.file(), usual.layout(), true, 0));
        serve(config, Role.GATEWAY, telemetry(new Observation(NOBODY, null), new Observation(NOBODY, null)), "/m/x");
        assertThat(lines("usual.log")).isEmpty();
    }

    private static Observation spans(@Nullable String provider, String tag) {
        return new Observation(
                null, new Spans(provider, 1_000_000, List.of(new Tag("who", Format.literal(tag), null))));
    }

    private String who() throws InterruptedException {
        return String.valueOf(Objects.requireNonNull(collector.spans.poll(20, TimeUnit.SECONDS), "no span came")
                .attributes()
                .get("who"));
    }

    @Test
    void aSpanIsTheGatewaysWhereItMakesOneAndThePodsWhereItDoesNot() throws Exception {
        serve(config(), Role.GATEWAY, telemetry(spans("otel", "gateway"), spans("otel", "pod")), "/m/x");
        assertThat(who()).isEqualTo("gateway");
        serve(config(), Role.GATEWAY, telemetry(spans(null, "gateway"), spans("otel", "pod")), "/m/x");
        assertThat(who()).isEqualTo("pod");
        serve(config(), Role.MESH, telemetry(spans("otel", "gateway"), spans("otel", "pod")), "/m/x");
        assertThat(who()).isEqualTo("pod");
        serve(config(), Role.MESH, telemetry(spans("otel", "gateway"), spans("otel", "pod")), "/nowhere");
        assertThat(who()).isEqualTo("gateway");
    }

    @Test
    void noSpanIsMadeWhereATableSaysSo() throws Exception {
        Collector usual =
                new Collector("usual", Protocol.HTTP, collector.url(), Map.of(), Duration.ofSeconds(5), "sluice");
        RouterConfig config = config().withTracing(new Tracing(usual, 1_000_000, List.of()));
        serve(config, Role.GATEWAY, telemetry(spans(null, "gateway"), spans("nobody", "pod")), "/m/x");
        serve(config, Role.GATEWAY, telemetry(Observation.AS_STARTED, spans(null, "pod")), "/m/y");
        assertThat(who()).isEqualTo("null");
        assertThat(collector.spans).isEmpty();
    }
}
