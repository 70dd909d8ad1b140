package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.router.RouterConfig;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * A predictor whose pod has Seldon's executor, beside one that has none: the executor exports the names that the router uses, and a sum
 * over both scrapes is what was sent.
 */
@Timeout(120)
class ExecutorBesideTest {
    private static final int SENT = 200;

    /** That many on either side leave little for a rate to extend. */
    private static final int SAMPLES = 15;

    private static final String SERVER = "seldon_api_executor_server_requests_seconds";
    private static final String CLIENT = "seldon_api_executor_client_requests_seconds";
    private static final String PREDICTION =
            ServedExample.predict("canary-example-1:8000", "/seldon/my-ns/canary-example-1/api/v1.0/predictions");

    @TempDir
    Path directory;

    @TempDir
    Path prometheus;

    private final AtomicInteger answered = new AtomicInteger();
    private HttpServer executor;
    private StubModel canary;
    private Serving serving;
    private Watcher watcher;
    private int port;

    @BeforeEach
    void start() throws Exception {
        executor = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        executor.createContext("/api/v1.0/predictions", asked -> {
            answered.incrementAndGet();
            answer(asked, "{}");
        });
        executor.createContext("/prometheus", asked -> answer(asked, page()));
        executor.start();
        canary = StubModel.start(0, "canary");
        String demo = Files.readString(Path.of("..", "demo", "canary-example-1", "manifests.yaml"));
        String container = "  - {name: classifier, image: \"seldonio/mock_classifier:1.9.1\"}\n";
        Files.writeString(
                directory.resolve("manifests.yaml"),
                demo.replaceFirst(
                        Pattern.quote(container),
                        Matcher.quoteReplacement(container
                                + "  - {name: seldon-container-engine, image:"
                                + " \"seldonio/seldon-core-executor:1.17.1\"}\n")));
        port = FreePort.any();
        serving = Serving.start(
                RouterConfig.defaults().withEventLoops(2),
                new DemoPlacement(port, Map.of(18001, executor.getAddress().getPort(), 18002, canary.port())));
        watcher = serving.follow(WatcherConfig.of(List.of(directory)));
        assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
    }

    @AfterEach
    void stop() throws Exception {
        watcher.close();
        serving.close();
        canary.close();
        executor.stop(0);
    }

    private static void answer(HttpExchange asked, String body) throws IOException {
        try (asked) {
            asked.getRequestBody().readAllBytes();
            byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
            asked.sendResponseHeaders(200, bytes.length);
            asked.getResponseBody().write(bytes);
        }
    }

    /** As Seldon's executor writes it (seldon.md §5.6). */
    private String page() {
        String labels = "deployment_name=\"canary-example-1\",predictor_name=\"main\",predictor_version=\"main\"";
        return histogram(SERVER, labels + ",service=\"predictions\",method=\"post\",code=\"200\"")
                + histogram(
                        CLIENT,
                        labels + ",model_name=\"classifier\",model_image=\"seldonio/mock_classifier\","
                                + "model_version=\"1.9.1\",service=\"/predict\",method=\"post\",code=\"200\"");
    }

    private String histogram(String name, String labels) {
        int count = answered.get();
        return "# TYPE " + name + " histogram\n" + name + "_bucket{" + labels + ",le=\"+Inf\"} " + count + "\n" + name
                + "_sum{" + labels + "} 0.1\n" + name + "_count{" + labels + "} " + count + "\n";
    }

    private void predict() throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            for (int i = 0; i < SENT; i++) {
                assertThat(client.send(PREDICTION).message()).startsWith("http/1.1 200");
            }
        }
    }

    private String executorAddress() {
        return "127.0.0.1:" + executor.getAddress().getPort();
    }

    private static long counted(String address, String metric) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            String page = client.send(
                            HttpRequest.newBuilder(URI.create("http://" + address + "/prometheus"))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
            return page.lines()
                    .filter(line -> line.startsWith(metric + "_count{"))
                    .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }
    }

    @Test
    void bothPagesTogetherCountWhatWasSent() throws Exception {
        predict();
        assertThat(answered.get()).isBetween(1, SENT - 1);
        for (String metric : List.of(SERVER, CLIENT)) {
            assertThat(counted(executorAddress(), metric) + counted("127.0.0.1:" + serving.adminPort(), metric))
                    .as(metric)
                    .isEqualTo(SENT);
        }
    }

    /** Counts exactly; a rate only nearly, for it is extended to the ends of its window. Counted twice, it would be half as much again. */
    @Test
    void soDoesAPrometheusThatScrapesBoth() throws Exception {
        if (!ScrapingPrometheus.isInstalled()) {
            throw new TestAbortedException("no Prometheus on this machine: install the package prometheus");
        }
        try (ScrapingPrometheus scraping = new ScrapingPrometheus(
                prometheus, Map.of("executor", executorAddress(), "sluice", "127.0.0.1:" + serving.adminPort()))) {
            String samples = "min(count_over_time(" + SERVER + "_count[1m]))";
            scraping.await("count(up == 1)", pages -> pages == 2);
            scraping.await(samples, found -> found >= SAMPLES); // at zero: what comes then is a rate
            predict();
            scraping.await(samples, found -> found >= 2 * SAMPLES);
            for (String metric : List.of(SERVER, CLIENT)) {
                scraping.await("sum(" + metric + "_count)", sum -> sum == SENT);
                assertThat(scraping.value("sum(rate(" + metric + "_count[1m])) * 60"))
                        .as(metric)
                        .isCloseTo(SENT, within(SENT * 0.25));
            }
        }
    }
}
