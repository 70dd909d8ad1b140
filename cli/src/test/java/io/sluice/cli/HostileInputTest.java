package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.sluice.router.RouterConfig;
import io.sluice.table.policy.AccessLog;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and manifests that mean it ill: whatever they say, what is told of it is well-formed, bounded, and moves no cursor. */
@Timeout(120)
class HostileInputTest {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final String ROUTE =
            "r\"o\\u\nt\re\u001b]0;title\u0007\u009b2J\u202e<img src=x onerror=window.pwned=1>\u00e9{}=,# \u2028";
    private static final String VERSION = "v\"e\\r\ns\ri\u001b[2J\u009b\u202e<b>\u00e9{}=,#\t";
    private static final String NAME = "\"} 1\nistio_requests_total{a=\"b";

    /** What a terminal obeys, or shows in another order than it stands. */
    private static final Pattern OBEYED = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}&&[^\n]]");

    /** A word, a text in quotes, or a time in brackets: Istio's line has 22. */
    private static final Pattern PART = Pattern.compile("\\[[^\\]]*]|\"(?:[^\"\\\\]|\\\\.)*\"|[^ \"]+");

    private static final int PARTS = 22;

    @TempDir
    Path directory;

    @TempDir
    Path logs;

    private ScriptedUpstream model;
    private int port;

    @BeforeEach
    void write() throws IOException {
        model = ScriptedUpstream.echo("prediction");
        port = FreePort.any();
        String manifests = Files.readString(
                Path.of("src", "test", "resources", "io", "sluice", "cli", "hostile", "manifests.yaml"));
        Files.writeString(
                directory.resolve("manifests.yaml"),
                manifests.replace("PORT", Integer.toString(port)).replace("MODEL", Integer.toString(model.port())));
    }

    @AfterEach
    void stop() throws IOException {
        model.close();
    }

    private interface Use {
        void of(Serving serving) throws Exception;
    }

    private void serving(RouterConfig config, Use use) throws Exception {
        try (Serving serving = Serving.start(config.withEventLoops(2), Placement.DECLARED);
                Watcher watcher = serving.follow(WatcherConfig.of(List.of(directory)))) {
            assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
            use.of(serving);
        }
    }

    private RouterConfig logging(String encoding) throws IOException {
        Path mesh = Files.writeString(logs.resolve("mesh.yaml"), "accessLogEncoding: " + encoding + "\n");
        return RouterConfig.defaults()
                .withAccessLog(new AccessLog(
                        logs.resolve("access.log").toString(),
                        Objects.requireNonNull(MeshConfigFile.read(mesh).accessLog())
                                .layout(),
                        true,
                        0));
    }

    /** Each byte there is, in each place that a line shows; heads as long as they may be, and longer. */
    private static List<String> requests() {
        List<String> all = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            String in = "a" + (char) b + "b";
            all.add("GET /m/" + in + " HTTP/1.1\r\nHost: model\r\n\r\n");
            all.add("GET /m/x?" + in + " HTTP/1.1\r\nHost: model\r\n\r\n");
            all.add("GET /m/x HTTP/1.1\r\nHost: model\r\nUser-Agent: " + in + "\r\n\r\n");
            all.add("GET /m/x HTTP/1.1\r\nHost: model\r\nX-Request-Id: " + in + "\r\nX-Forwarded-For: " + in
                    + "\r\n\r\n");
            all.add("GET /m/x HTTP/1.1\r\nHost: " + in + "\r\n\r\n");
            all.add("G" + in + " /m/x HTTP/1.1\r\nHost: model\r\n\r\n");
        }
        for (int kibibytes : List.of(1, 8, 9, 59, 61, 64, 200)) {
            String much = "\"\\<".repeat(kibibytes * 1024 / 3);
            all.add("GET /m/" + much + " HTTP/1.1\r\nHost: model\r\n\r\n");
            all.add("GET /m/x HTTP/1.1\r\nHost: model\r\nUser-Agent: " + much + "\r\n\r\n");
        }
        return all;
    }

    private void ask(List<String> requests) throws IOException {
        for (String request : requests) {
            try (RawClient client = RawClient.connect(port)) {
                assertThat(client.send(request).head()).startsWith("http/1.1 ");
            }
        }
    }

    private List<String> lines(String encoding, List<String> requests) throws Exception {
        serving(logging(encoding), serving -> ask(requests));
        String written = Files.readString(logs.resolve("access.log"), StandardCharsets.US_ASCII);
        assertThat(written).endsWith("\n");
        return List.of(written.substring(0, written.length() - 1).split("\n", -1));
    }

    @Test
    void aLineOfTextStaysOneWithAllItsParts() throws Exception {
        List<String> requests = requests();
        List<String> lines = lines("TEXT", requests);
        assertThat(lines).hasSameSizeAs(requests).allSatisfy(line -> {
            assertThat(OBEYED.matcher(line).find()).as(line).isFalse();
            assertThat(line.length()).isLessThan(64 * 1024);
        });
        assertThat(lines)
                .filteredOn(line -> !line.contains(" via_upstream "))
                .isNotEmpty()
                .allSatisfy(line -> assertThat(PART.matcher(line).results()).hasSize(PARTS));
    }

    @Test
    void aLineOfJsonStaysAnObject() throws Exception {
        List<String> requests = requests();
        List<String> lines = lines("JSON", requests);
        assertThat(lines).hasSameSizeAs(requests);
        int keys = JSON.readTree(lines.get(0)).size();
        int routed = 0;
        for (String line : lines) {
            JsonNode read = JSON.readTree(line);
            assertThat(read.size()).isEqualTo(keys);
            assertThat(read.path("path").asText().length()).isLessThanOrEqualTo(8 * 1024);
            assertThat(read.path("response_code").isNumber()).isTrue();
            routed += read.path("route_name").isNull() ? 0 : 1;
        }
        assertThat(routed).isGreaterThan(256);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEXT", "JSON"})
    void aLineShowsWhatWasAskedWithoutItsSecrets(String encoding) throws Exception {
        String token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJodW50ZXIyIn0.aHVudGVyMg";
        List<String> lines = lines(
                encoding,
                List.of(
                        "GET /m/x?q=1&access_token=hunter2 HTTP/1.1\r\nHost: model\r\n\r\n",
                        "GET /m/x?api_key=hunter2&q=1 HTTP/1.1\r\n"
                                + "Host: model\r\n"
                                + "Cookie: hunter2\r\n"
                                + "X-Api-Key: hunter2\r\n\r\n",
                        "GET /m/x?q=1&" + token + " HTTP/1.1\r\nHost: model\r\nAuthorization: Bearer " + token
                                + "\r\n\r\n",
                        "GET /none?X-Amz-Signature=hunter2 HTTP/1.1\r\nHost: model\r\n\r\n"));
        assertThat(lines)
                .hasSize(4)
                .allSatisfy(line -> assertThat(line)
                        .contains("(hidden)")
                        .doesNotContain("hunter2", token.substring(0, 20), token.substring(25)));
        assertThat(lines) // each event loop writes for itself: in any order
                .anySatisfy(line -> assertThat(line).contains("/m/x?q=1&access_token=(hidden)"))
                .anySatisfy(line -> assertThat(line).contains("/m/x?api_key=(hidden)&q=1"));
    }

    private static String get(Serving serving, String path, String accept) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            URI url = URI.create("http://127.0.0.1:" + serving.adminPort() + path);
            var answer = client.send(
                    HttpRequest.newBuilder(url).header("accept", accept).build(), BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(answer.body()))
                    .toString();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/openmetrics-text; version=1.0.0"})
    void aScrapeSaysWhatManifestsDo(String format) throws Exception {
        serving(RouterConfig.defaults(), serving -> {
            ask(List.of("GET /m/x HTTP/1.1\r\nHost: model\r\n\r\n"));
            List<Exposition.Series> series =
                    Exposition.read(get(serving, "/prometheus", format), format.startsWith("application"));
            assertThat(series).anySatisfy(one -> {
                assertThat(one.name()).isEqualTo("istio_requests_total");
                assertThat(one.labels())
                        .containsEntry("destination_version", VERSION)
                        .containsEntry("destination_canonical_service", NAME);
            });
            assertThat(series).anySatisfy(one -> {
                assertThat(one.name()).isEqualTo("sluice_requests_total");
                assertThat(one.labels()).containsEntry("route", ROUTE);
            });
        });
    }

    /** Nothing of a request's head but its status, and a few words of a list, becomes a label. */
    @Test
    void clientsMakeNoSeries() throws Exception {
        serving(RouterConfig.defaults(), serving -> {
            ask(requests());
            int before = Exposition.read(get(serving, "/prometheus", "text/plain"), false)
                    .size();
            List<String> more = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                more.add("M" + i + " /m/" + i + "?" + i + " HTTP/1.1\r\nHost: h" + i + "\r\nUser-Agent: u" + i
                        + "\r\nTraceparent: t" + i + "\r\n\r\n");
            }
            ask(more);
            ask(requests());
            int after = Exposition.read(get(serving, "/prometheus", "text/plain"), false)
                    .size();
            assertThat(after).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whatATapShowsMovesNoCursor(String format) throws Exception {
        List<String> requests = requests().stream()
                .filter(request -> request.contains("Host: model")) // its own share of a second
                .toList();
        serving(RouterConfig.defaults(), serving -> {
            CompletableFuture<CommandLineRun> tap = CompletableFuture.supplyAsync(() -> CommandLineRun.of(
                    "tap", "--admin", "http://127.0.0.1:" + serving.adminPort(), "-n", "150", "-o", format));
            while (!tap.isDone()) {
                ask(requests);
            }
            CommandLineRun shown = tap.get();
            assertThat(shown.error()).isEmpty();
            assertThat(OBEYED.matcher(shown.output()).find()).isFalse();
            assertThat(shown.output().lines()).hasSize(150);
            if (format.equals("json")) {
                for (String line : shown.output().lines().toList()) {
                    assertThat(JSON.readTree(line).path("status").isNumber()).isTrue();
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "top --once",
                "top -o json",
                "routes",
                "routes -o json",
                "clusters",
                "endpoints",
                "endpoints -o json"
            })
    void whatARouterShowsOfManifestsMovesNoCursor(String command) throws Exception {
        serving(RouterConfig.defaults(), serving -> {
            ask(List.of("GET /m/x HTTP/1.1\r\nHost: model\r\n\r\n"));
            List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
            arguments.addAll(List.of("--admin", "http://127.0.0.1:" + serving.adminPort()));
            CommandLineRun shown = CommandLineRun.of(arguments.toArray(String[]::new));
            assertThat(shown.error()).isEmpty();
            assertThat(shown.output()).isNotEmpty();
            assertThat(OBEYED.matcher(shown.output()).results().map(found -> found.group()))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "validate",
                "validate -o json",
                "explain GET http://model:PORT/m/x --manifests",
                "migrate --manifests"
            })
    void whatIsSaidOfManifestsMovesNoCursor(String command) {
        List<String> arguments = new ArrayList<>(
                List.of(command.replace("PORT", Integer.toString(port)).split(" ", -1)));
        arguments.add(directory.toString());
        CommandLineRun shown = CommandLineRun.of(arguments.toArray(String[]::new));
        assertThat(shown.output()).contains("hostile");
        assertThat(OBEYED.matcher(shown.output()).results().map(found -> found.group()))
                .isEmpty();
    }
}
