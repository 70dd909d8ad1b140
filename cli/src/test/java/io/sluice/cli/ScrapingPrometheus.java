package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.FreePort;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.DoublePredicate;

/** A real Prometheus that scrapes some pages of loopback every 200 ms. */
final class ScrapingPrometheus implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int STARTING = 503;
    private static final long PATIENCE_SECONDS = 40;

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final int port = FreePort.any();

    /** Whether there is one on this machine. */
    static boolean isInstalled() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "prometheus")));
    }

    /**
     * @param directory a new one
     * @param pages by the name of their job: {@code host:port}
     */
    ScrapingPrometheus(Path directory, Map<String, String> pages) throws IOException {
        StringBuilder config = new StringBuilder("global: {scrape_interval: 200ms}\nscrape_configs:\n");
        pages.forEach((job, address) -> config.append("- {job_name: ")
                .append(job)
                .append(", metrics_path: /prometheus, static_configs: [{targets: ['")
                .append(address)
                .append("']}]}\n"));
        Path file = Files.writeString(directory.resolve("prometheus.yml"), config);
        process = new ProcessBuilder(
                        "prometheus",
                        "--config.file=" + file,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=error")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("prometheus.log").toFile())
                .start();
    }

    /** The one number that a query comes to; NaN = it finds nothing, or Prometheus has yet to begin. */
    double value(String query) throws IOException, InterruptedException {
        URI url = URI.create(
                "http://127.0.0.1:" + port + "/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        try {
            HttpResponse<String> response =
                    http.send(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
            if (response.statusCode() == STARTING) {
                return Double.NaN;
            }
            JsonNode answer = JSON.readTree(response.body());
            return Double.parseDouble(answer.at("/data/result/0/value/1").asText("NaN"));
        } catch (ConnectException early) {
            return Double.NaN;
        }
    }

    /** Asks again and again until the answer is what is waited for. */
    double await(String query, DoublePredicate wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        double value = value(query);
        while (!wanted.test(value)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                throw new AssertionError(query + " is " + value);
            }
            value = value(query);
        }
        return value;
    }

    @Override
    public void close() throws InterruptedException {
        http.shutdownNow();
        process.destroy();
        process.waitFor();
    }
}
