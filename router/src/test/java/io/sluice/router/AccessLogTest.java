package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.table.policy.AccessLog;
import io.sluice.table.policy.AccessLog.Entry;
import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.AccessLog.Value;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line an exchange, whatever clients send. */
@Timeout(60)
class AccessLogTest {
    private static final String POST = "POST /m/x?q=1 HTTP/1.1\r\nHost: model\r\nContent-Length: 5\r\n";
    private static final String BODY = "\r\nhello";

    @TempDir
    Path directory;

    private static Piece of(Attribute attribute) {
        return new Piece.Of(attribute);
    }

    private static final Layout TEXT = new Layout.Text(new Format(List.of(
            new Piece.RequestHeader(":method", null),
            new Piece.Literal(" "),
            new Piece.RequestHeader("x-envoy-original-path", ":path"),
            new Piece.Literal(" "),
            of(Attribute.PROTOCOL),
            new Piece.Literal(" "),
            of(Attribute.RESPONSE_CODE),
            new Piece.Literal(" "),
            of(Attribute.RESPONSE_FLAGS),
            new Piece.Literal(" "),
            of(Attribute.RESPONSE_CODE_DETAILS),
            new Piece.Literal(" "),
            of(Attribute.BYTES_RECEIVED),
            new Piece.Literal(" "),
            of(Attribute.BYTES_SENT),
            new Piece.Literal(" "),
            of(Attribute.UPSTREAM_CLUSTER_RAW),
            new Piece.Literal(" "),
            of(Attribute.UPSTREAM_REQUEST_ATTEMPT_COUNT),
            new Piece.Literal(" "),
            of(Attribute.ROUTE_NAME),
            new Piece.Literal(" "),
            of(Attribute.SLUICE_VIRTUAL_SERVICE),
            new Piece.Literal(" "),
            of(Attribute.SLUICE_RULE),
            new Piece.Literal(" \""),
            new Piece.RequestHeader("user-agent", null),
            new Piece.Literal("\" "),
            new Piece.Missing())));

    /** Serves it with one loop, asks, ends, and reads what was written. */
    private List<String> lines(AccessLog log, int model, String... requests) throws IOException {
        RouterConfig config = Fixture.config().withAccessLog(log);
        try (Fixture fixture = Fixture.start(config, Policy.DEFAULT, Map.of("a", new int[] {model}), Map.of("a", 1))) {
            for (String request : requests) {
                try (RawClient client = fixture.connect()) {
                    client.send(request.getBytes(StandardCharsets.ISO_8859_1)).message();
                }
            }
        }
        return Files.readAllLines(Path.of(log.file()), StandardCharsets.UTF_8);
    }

    private AccessLog everything(Layout layout) {
        return new AccessLog(directory.resolve("access.log").toString(), layout, true, 0);
    }

    @Test
    void aLineSaysWhatBecameOfAnExchange() throws IOException {
        try (ScriptedUpstream model = ScriptedUpstream.echo("prediction")) {
            assertThat(lines(
                            everything(TEXT),
                            model.port(),
                            POST + "User-Agent: test\r\n" + BODY,
                            "GET /elsewhere HTTP/1.1\r\nHost: model\r\n\r\n",
                            "nonsense\r\n\r\n"))
                    .containsExactly(
                            "POST /m/x?q=1 HTTP/1.1 200 - via_upstream 5 10 outbound|8000||a 1 m ns/m spec.http[0]"
                                    + " \"test\" -",
                            "GET /elsewhere HTTP/1.1 404 NR route_not_found 0 0 - 0 - - - \"-\" -",
                            "- - - 400 DPE http1.codec_error 0 11 - 0 - - - \"-\" -");
        }
    }

    @Test
    void aFailureIsToldWithItsFlagsAndAllItsTries() throws IOException {
        assertThat(lines(everything(TEXT), FreePort.any(), POST + BODY))
                .singleElement()
                .asString()
                .startsWith("POST /m/x?q=1 HTTP/1.1 503 URX,UF"
                        + " upstream_reset_before_response_started{remote_connection_failure} 5 ")
                .contains(" outbound|8000||a 3 m ");
    }

    private static final Layout JSON = new Layout.Json(List.of(
            new Entry("a \"key\"", new Format(List.of(new Piece.RequestHeader("user-agent", null)))),
            new Entry("code", new Format(List.of(of(Attribute.RESPONSE_CODE)))),
            new Entry("type", new Format(List.of(new Piece.ResponseHeader("x-answer", null)))),
            new Entry("short", new Format(List.of(new Piece.Shortened(new Piece.RequestHeader(":path", null), 3)))),
            new Entry("grpc", new Format(List.of(of(Attribute.GRPC_STATUS_NUMBER))))));

    private static final Layout NESTED = new Layout.Json(List.of(
            new Entry("empty", new Value.Nested(List.of())),
            new Entry(
                    "in",
                    new Value.Nested(List.of(
                            new Entry(
                                    "list",
                                    new Value.Listed(List.of(
                                            new Value.Of(new Format(List.of(of(Attribute.RESPONSE_CODE)))),
                                            new Value.Of(Format.literal("x")),
                                            new Value.Listed(List.of())))),
                            new Entry("flags", new Format(List.of(of(Attribute.RESPONSE_FLAGS)))))))));

    /** Its request is gone from the connection then, and not from the line. */
    @Test
    void aClientThatLeavesIsToldWithWhatItAsked() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        Path file = directory.resolve("gone.log");
        RouterConfig config =
                RouterConfig.defaults().withEventLoops(1).withAccessLog(new AccessLog(file.toString(), TEXT, true, 0));
        try (ScriptedUpstream model = ScriptedUpstream.start(wire -> {
                    wire.socket().getInputStream().read();
                    arrived.countDown();
                    wire.socket().getInputStream().readAllBytes();
                });
                Fixture fixture =
                        Fixture.start(config, Policy.DEFAULT, Map.of("a", new int[] {model.port()}), Map.of("a", 1));
                RawClient client = fixture.connect()) {
            client.send(POST + "User-Agent: hasty\r\n\r\nhe");
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(Files.readString(file))
                .contains("POST /m/x?q=1 HTTP/1.1 0 DC ")
                .contains("\"hasty\"");
    }

    @Test
    void jsonHasNumbersAndNulls() throws IOException {
        try (ScriptedUpstream model = ScriptedUpstream.start(client -> {
            while (!client.message().isEmpty()) {
                client.send("HTTP/1.1 200 OK\r\nX-Answer: 42\r\nContent-Length: 0\r\n\r\n");
            }
        })) {
            assertThat(lines(everything(JSON), model.port(), POST + "User-Agent: test\r\n" + BODY, POST + BODY))
                    .containsExactly(
                            "{\"a \\u0022key\\u0022\":\"test\",\"code\":200,\"type\":\"42\",\"short\":\"/x?\",\"grpc\":null}",
                            "{\"a \\u0022key\\u0022\":null,\"code\":200,\"type\":\"42\",\"short\":\"/x?\",\"grpc\":null}");
        }
    }

    @Test
    void jsonHasObjectsAndListsInside() throws IOException {
        try (ScriptedUpstream model = ScriptedUpstream.echo("x")) {
            assertThat(lines(everything(NESTED), model.port(), POST + BODY))
                    .containsExactly("{\"empty\":{},\"in\":{\"list\":[200,\"x\",[]],\"flags\":\"-\"}}");
        }
    }

    /** Values as hostile as a header may be; the line stays one, and JSON. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        a" 200 "     | a\\" 200 \\"      | "a\\" 200 \\""
        back\\slash  | back\\\\slash     | "back\\\\slash"
        tab\there    | tab\\x09here      | "tab\\u0009here"
        """)
    void whatClientsSendStaysAValue(String sent, String inText, String inJson) throws IOException {
        try (ScriptedUpstream model = ScriptedUpstream.echo("x")) {
            String request = POST + "User-Agent: " + sent + "\r\n" + BODY;
            assertThat(lines(everything(TEXT), model.port(), request))
                    .singleElement()
                    .asString()
                    .endsWith("\"" + inText.strip() + "\" -");
            Files.delete(directory.resolve("access.log"));
            assertThat(lines(everything(JSON), model.port(), request))
                    .singleElement()
                    .asString()
                    .contains(":" + inJson.strip() + ",\"code\":");
        }
    }

    @Test
    void bytesBeyondAsciiAreNumbersInJson() throws IOException {
        try (ScriptedUpstream model = ScriptedUpstream.echo("x")) {
            assertThat(lines(everything(JSON), model.port(), POST + "User-Agent: caf\u00e9\r\n" + BODY))
                    .singleElement()
                    .asString()
                    .contains("\"caf\\u00e9\"");
        }
    }

    @Test
    void errorsAreToldAndAShareOfTheRest() throws IOException {
        AccessLog log = new AccessLog(directory.resolve("access.log").toString(), TEXT, false, 250_000);
        List<String> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(POST + BODY);
        }
        requests.add("GET /elsewhere HTTP/1.1\r\nHost: model\r\n\r\n");
        try (ScriptedUpstream model = ScriptedUpstream.echo("x")) {
            List<String> lines = lines(log, model.port(), requests.toArray(String[]::new));
            assertThat(lines).hasSize(6);
            assertThat(lines).filteredOn(line -> line.contains(" 200 - ")).hasSize(5);
            assertThat(lines).filteredOn(line -> line.contains(" 404 NR ")).hasSize(1);
        }
    }
}
