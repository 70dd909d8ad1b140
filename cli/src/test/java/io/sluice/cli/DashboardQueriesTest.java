package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What tools ask of a Prometheus that scrapes this router finds series with these names and labels, while the demo is under load. */
@Timeout(60)
class DashboardQueriesTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path QUERIES = Path.of("src", "test", "resources", "io", "sluice", "cli", "queries");
    private static final Path DEPLOY = Path.of("..", "deploy");

    /** Only clusters with outlierDetection have them, which the demo has not. */
    private static final Set<String> ABSENT = Set.of("sluice_ejected_endpoints", "sluice_ejections_total");

    private static final Pattern SERIES = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private static final List<Series> SCRAPED = new ArrayList<>();

    @TempDir
    static Path directory;

    private record Series(String name, Map<String, String> labels) {}

    @BeforeAll
    static void scrape() throws Exception {
        String prediction =
                ServedExample.predict("canary-example-1:8000", "/seldon/my-ns/canary-example-1/api/v1.0/predictions");
        try (ServedExample example = ServedExample.start("canary-example-1", directory);
                RawClient client = example.connect()) {
            for (int i = 0; i < 50; i++) {
                client.send(prediction).message();
            }
            try (RawClient lost = example.connect()) {
                lost.send(ServedExample.predict("nobody:8000", "/")).message();
            }
            Matcher line = SERIES.matcher(client.send("GET /prometheus HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                    .message());
            while (line.find()) {
                Map<String, String> labels = new HashMap<>();
                Matcher label = LABEL.matcher(line.group(2) == null ? "" : line.group(2));
                while (label.find()) {
                    labels.put(label.group(1), label.group(2));
                }
                SCRAPED.add(new Series(line.group(1), labels));
            }
        }
    }

    @AfterAll
    static void forget() {
        SCRAPED.clear();
    }

    static Stream<Arguments> queries() throws IOException {
        List<Arguments> all = new ArrayList<>();
        for (Path file : files(QUERIES)) {
            for (JsonNode query : YAML.readTree(file.toFile())) {
                all.add(Arguments.of(file.getFileName().toString(), query.asText()));
            }
        }
        for (Path directory : List.of(DEPLOY.resolve("dashboards"), DEPLOY.resolve("prometheus"))) {
            for (Path file : files(directory)) {
                JsonNode tree = YAML.readTree(file.toFile()); // JSON is YAML
                List<String> found = tree.findValuesAsText("expr");
                tree.path("templating")
                        .path("list")
                        .forEach(variable -> found.add(variable.path("query").asText()));
                found.stream()
                        .filter(query -> !query.equals("prometheus"))
                        .forEach(
                                query -> all.add(Arguments.of(file.getFileName().toString(), query)));
            }
        }
        return all.stream();
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("queries")
    void findsItsSeriesAndLabels(String tool, String text) {
        PromQuery query = PromQuery.parse(text);
        assertThat(query.selectors()).as("what %s selects", text).isNotEmpty();
        Set<String> labels = new TreeSet<>();
        for (PromQuery.Selector selector : query.selectors()) {
            List<Series> selected = SCRAPED.stream()
                    .filter(series -> selector.selects(series.name(), series.labels()))
                    .toList();
            if (ABSENT.contains(selector.metric())) {
                labels.add("cluster");
                continue;
            }
            assertThat(selected).as("%s: %s", tool, selector).isNotEmpty();
            selected.forEach(series -> labels.addAll(series.labels().keySet()));
        }
        assertThat(labels).as("labels of what %s selects", text).containsAll(query.groupings());
    }
}
