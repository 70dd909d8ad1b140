package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Standard output is a stream of the objects that Istio is given, and nothing else; the exit code says whether all were admitted. */
class TranslateCommandTest {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path RECORDED = Path.of("..", "conformance", "seldon");

    /** Columns: recording, exit code, objects printed, words on standard error. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "traffic-canary-75-25, 0, 3, T17",
        "explainer-one, 0, 4, T6",
        "tls-strict, 0, 3, T1",
        "gateway-env-unset, 0, 3, T17",
        "scope-controller-id-mismatch, 0, 0, OUT_OF_SCOPE",
        "scope-istio-disabled, 0, 0, OUT_OF_SCOPE",
        "name-key-collision, 0, 3, ''",
        "host-empty, 1, 3, Istio refuses the VirtualService models/fraud",
        "name-dots, 1, 3, a DNS-1035 label must consist of",
        "retries-abc, 1, 0, 'strconv.Atoi: parsing \"abc\": invalid syntax'",
        "shadow-two, 1, 0, Multiple shadows are not allowed",
        "svcname-empty, 1, 0, name is required",
    })
    void printsWhatIstioIsGiven(String recorded, int exit, int objects, String words) throws IOException {
        Path directory = RECORDED.resolve(recorded);
        CommandLineRun outcome = CommandLineRun.of(
                "translate",
                directory.resolve("input.yaml").toString(),
                "--seldon-settings",
                directory.resolve("settings.yaml").toString());
        assertThat(outcome.code()).isEqualTo(exit);
        assertThat(outcome.error()).contains(words);
        Map<String, JsonNode> printed = new TreeMap<>();
        try (MappingIterator<JsonNode> stream = YAML.readerFor(JsonNode.class).readValues(outcome.output())) {
            stream.forEachRemaining(object -> printed.put(nameOf(object), object));
        }
        assertThat(printed).hasSize(objects);
        if (objects > 0) {
            assertThat(printed).isEqualTo(expected(directory));
        }
    }

    private static Map<String, JsonNode> expected(Path directory) throws IOException {
        JsonNode expected = YAML.readTree(directory.resolve("expected.yaml").toFile());
        Map<String, JsonNode> objects = new TreeMap<>();
        for (String kind : new String[] {"virtualServices", "destinationRules"}) {
            expected.path(kind).forEach(object -> objects.put(nameOf(object), object));
        }
        return objects;
    }

    private static String nameOf(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return object.path("kind").asText() + " " + metadata.path("namespace").asText() + "/"
                + metadata.path("name").asText();
    }
}
