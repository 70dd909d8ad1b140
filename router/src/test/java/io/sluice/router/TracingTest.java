package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.router.SpanReceiver.Span;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Piece;
import io.sluice.table.policy.Tracing;
import io.sluice.table.policy.Tracing.Collector;
import io.sluice.table.policy.Tracing.Protocol;
import io.sluice.table.policy.Tracing.Tag;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Spans of exchanges, as a collector receives them, and what models are told of them. */
@Timeout(60)
class TracingTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final int ALL = 1_000_000;

    private final BlockingQueue<String> seen = new LinkedBlockingQueue<>();
    private SpanReceiver collector;
    private ScriptedUpstream model;

    @BeforeEach
    void start() throws Exception {
        collector = SpanReceiver.start();
        model = ScriptedUpstream.start(client -> {
            for (String request = client.message(); !request.isEmpty(); request = client.message()) {
                seen.add(request);
                client.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
            }
        });
    }

    @AfterEach
    void stop() throws Exception {
        model.close();
        collector.close();
    }

    private Fixture router(URI url, int sharePerMillion) throws Exception {
        return router(Protocol.HTTP, url, sharePerMillion);
    }

    private Fixture router(Protocol protocol, URI url, int sharePerMillion) throws Exception {
        Tracing tracing = new Tracing(
                new Collector("otel", protocol, url, Map.of("api-key", "k"), Duration.ofSeconds(5), "sluice"),
                sharePerMillion,
                List.of(
                        new Tag("team", new Format(List.of(new Piece.RequestHeader("x-team", null))), "nobody"),
                        new Tag("zone", Format.literal("eu-1"), null)));
        return Fixture.start(
                Fixture.config().withTracing(tracing),
                Policy.NO_RETRIES,
                Map.of("a", new int[] {model.port()}),
                Map.of("a", 1));
    }

    private static void ask(Fixture router, String target, String fields) throws Exception {
        try (RawClient client = router.connect()) {
            client.send("GET " + target + " HTTP/1.1\r\nHost: model\r\n" + fields + "\r\n")
                    .message();
        }
    }

    private Span span() throws InterruptedException {
        return Objects.requireNonNull(collector.spans.poll(20, TimeUnit.SECONDS), "no span came");
    }

    private static @Nullable String sent(String request, String name) {
        Matcher line = Pattern.compile("\r\n" + name + ": ([^\r]*)\r\n").matcher(request);
        return line.find() ? line.group(1) : null;
    }

    @Test
    void aSpanSaysWhatBecameOfItsExchange() throws Exception {
        try (Fixture router = router(collector.url(), ALL)) {
            ask(router, "/m/a?access_token=hidden", "User-Agent: curl/8\r\nX-Team: blue\r\n");
            Span span = span();
            assertThat(span.name()).isEqualTo("a:8000/*");
            assertThat(span.parent()).isEmpty();
            assertThat(span.attributes())
                    .containsEntry("component", "proxy")
                    .containsEntry("http.method", "GET")
                    .containsEntry("http.status_code", "200")
                    .containsEntry("http.protocol", "HTTP/1.1")
                    .containsEntry("http.url", "http://model/m/a?access_token=(hidden)")
                    .containsEntry("user_agent", "curl/8")
                    .containsEntry("response_flags", "-")
                    .containsEntry("response_size", "2")
                    .containsEntry("upstream_cluster", "outbound|8000||a")
                    .containsEntry("upstream_address", "127.0.0.1:" + model.port())
                    .containsEntry("sluice.rule", "spec.http[0]")
                    .containsEntry("team", "blue")
                    .containsEntry("zone", "eu-1")
                    .doesNotContainKey("error");
            long nanos = span.times().getOrDefault(8, 0L) - span.times().getOrDefault(7, 0L);
            assertThat(nanos).isBetween(1L, TimeUnit.SECONDS.toNanos(30));
            assertThat(collector.keys).contains("k");
            String traceparent = sent(seen.remove(), "traceparent");
            assertThat(traceparent).isEqualTo("00-" + span.trace() + "-" + span.id() + "-01");
        }
    }

    @Test
    void spansGoByGrpcWhereTheCollectorSpeaksIt() throws Exception {
        try (SpanReceiver calls = SpanReceiver.startGrpc(0);
                Fixture router = router(Protocol.GRPC, calls.url(), ALL)) {
            ask(router, "/m/a", "User-Agent: curl/8\r\n");
            ask(router, "/nowhere", "");
            Span span = Objects.requireNonNull(calls.spans.poll(20, TimeUnit.SECONDS), "no span came");
            assertThat(span.attributes())
                    .containsEntry("http.status_code", "200")
                    .containsEntry("user_agent", "curl/8");
            assertThat(calls.spans.poll(20, TimeUnit.SECONDS)).isNotNull();
            assertThat(calls.heads.remove())
                    .contains(
                            ":method: POST",
                            ":path: /opentelemetry.proto.collector.trace.v1.TraceService/Export",
                            "content-type: application/grpc",
                            "te: trailers",
                            "api-key: k");
            awaitCount(router, "sluice_spans_sent_total", 2);
            assertThat(Metrics.value(router.router, "sluice_spans_failed_total"))
                    .isZero();
        }
    }

    /** In the trailers, where gRPC says it. */
    @Test
    void whatACollectorRefusesIsCounted() throws Exception {
        try (SpanReceiver calls = SpanReceiver.startGrpc(14);
                Fixture router = router(Protocol.GRPC, calls.url(), ALL)) {
            ask(router, "/m/a", "");
            awaitCount(router, "sluice_spans_failed_total", 1);
            assertThat(Metrics.value(router.router, "sluice_spans_sent_total")).isZero();
        }
    }

    private static void awaitCount(Fixture router, String metric, long wanted) throws Exception {
        long counted = 0;
        while (counted < wanted) { // what the class may take in all is the limit
            counted = Metrics.value(router.router, metric);
        }
    }

    @Test
    void anAnswerOfTheRouterIsASpanToo() throws Exception {
        try (Fixture router = router(collector.url(), ALL)) {
            ask(router, "/nowhere", "");
            Span span = span();
            assertThat(span.name()).isEqualTo("not routed");
            assertThat(span.attributes())
                    .containsEntry("http.status_code", "404")
                    .containsEntry("response_flags", "NR")
                    .containsEntry("team", "nobody");
        }
    }

    /** A trace that is recorded goes on, in the words that it came with; none of these begins here. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01                   |
        traceparent: 01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-03-what-comes-later   |
        b3: 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-1                                 | b3: {trace}-{span}-1
        b3: 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-d-05e3ac9a4f6e3b90                | b3: {trace}-{span}-1
        x-b3-traceid: 0af7651916cd43dd8448eb211c80319c#x-b3-spanid: b7ad6b7169203331#x-b3-sampled: 1#x-b3-parentspanid: 05e3ac9a4f6e3b90 | x-b3-parentspanid: b7ad6b7169203331
        x-b3-traceid: 0af7651916cd43dd8448eb211c80319c#x-b3-spanid: b7ad6b7169203331#x-b3-flags: 1 | x-b3-spanid: {span}
        traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01#b3: 0               | b3: {trace}-{span}-1
        """)
    void aTraceGoesOn(String fields, @Nullable String also) throws Exception {
        try (Fixture router = router(collector.url(), 0)) {
            ask(router, "/m/x", fields.replace("#", "\r\n") + "\r\ntracestate: rojo=1\r\n");
            Span span = span();
            assertThat(span.trace()).isEqualTo(TRACE);
            assertThat(span.parent()).isEqualTo(PARENT);
            String request = seen.remove();
            assertThat(sent(request, "traceparent")).isEqualTo("00-" + TRACE + "-" + span.id() + "-01");
            assertThat(sent(request, "tracestate")).isEqualTo("rojo=1");
            if (also != null) {
                assertThat(request)
                        .contains("\r\n" + also.replace("{trace}", TRACE).replace("{span}", span.id()) + "\r\n");
            }
        }
    }

    /** Whoever began it does not record it: headers pass as they came, and no span is made. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00
        b3: 0
        b3: 0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0
        x-b3-sampled: 0
        x-b3-sampled: false
        """)
    void aTraceThatIsLeftOutStaysSo(String field) throws Exception {
        try (Fixture router = router(collector.url(), ALL)) {
            ask(router, "/m/x", field + "\r\n");
            assertThat(seen.remove()).contains("\r\n" + field + "\r\n");
            ask(router, "/m/x", "");
            assertThat(span().trace()).isNotEqualTo(TRACE);
            assertThat(collector.spans).isEmpty();
        }
    }

    /** What is no trace is none: one begins here, or not, as its share says. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        traceparent: 00-00000000000000000000000000000000-b7ad6b7169203331-01
        traceparent: 00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01
        traceparent: ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
        traceparent: 00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01
        traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-more
        traceparent: 00-0af7651916cd43dd8448eb211c80319-b7ad6b7169203331-01
        traceparent: nonsense
        b3: nonsense
        b3: 0af7-b7ad-1
        x-b3-traceid: 12345
        """)
    void whatIsNoTraceIsNone(String field) throws Exception {
        try (Fixture router = router(collector.url(), ALL)) {
            ask(router, "/m/x", field + "\r\n");
            Span span = span();
            assertThat(span.parent()).isEmpty();
            assertThat(span.trace()).isNotEqualTo(TRACE);
            assertThat(sent(seen.remove(), "traceparent")).isEqualTo("00-" + span.trace() + "-" + span.id() + "-01");
        }
    }

    @Test
    void aShareOfTheTracesBeginsHere() throws Exception {
        try (Fixture router = router(collector.url(), ALL / 4);
                RawClient client = router.connect()) {
            for (int i = 0; i < 40; i++) {
                client.send("GET /m/x HTTP/1.1\r\nHost: model\r\n\r\n").message();
            }
            for (int i = 0; i < 10; i++) {
                assertThat(collector.spans.poll(20, TimeUnit.SECONDS)).isNotNull();
            }
            assertThat(collector.spans).isEmpty();
            assertThat(seen.stream().filter(request -> sent(request, "traceparent") != null))
                    .hasSize(10);
        }
    }

    /** Nobody waits for a collector that is not there; what it would have had is counted. */
    @Test
    void aCollectorThatIsGoneCostsSpansAlone() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + FreePort.any() + "/v1/traces");
        try (Fixture router = router(nobody, ALL);
                RawClient client = router.connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.send("GET /m/x HTTP/1.1\r\nHost: model\r\n\r\n")
                                .message())
                        .startsWith("http/1.1 200");
            }
            awaitCount(router, "sluice_spans_failed_total", 20);
            assertThat(Metrics.value(router.router, "sluice_spans_sent_total")).isZero();
        }
    }
}
