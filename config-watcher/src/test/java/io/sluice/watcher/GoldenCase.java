package io.sluice.watcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.OperatorVariable;
import io.sluice.watcher.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A recording of Seldon's operator: {@code conformance/seldon/README.md} says what its files hold.
 *
 * @param name {@code case} or {@code case/stepN}
 */
public record GoldenCase(String name, Path directory) {
    private static final Path ALL = Path.of("..", "conformance", "seldon");
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    @Override
    public String toString() {
        return name;
    }

    /** Every directory. */
    public static List<GoldenCase> all() {
        try (Stream<Path> directories = Files.list(ALL)) {
            return directories
                    .filter(Files::isDirectory)
                    .sorted()
                    .map(directory -> new GoldenCase(directory.getFileName().toString(), directory))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Itself, then its further steps. */
    List<GoldenCase> steps() {
        List<GoldenCase> steps = new ArrayList<>(List.of(this));
        for (int step = 2; Files.exists(directory.resolve("step" + step)); step++) {
            steps.add(new GoldenCase(name + "/step" + step, directory.resolve("step" + step)));
        }
        return steps;
    }

    public Path input() {
        return directory.resolve("input.yaml");
    }

    public JsonNode expected() {
        return read(directory.resolve("expected.yaml"));
    }

    public Settings settings() {
        OperatorSettings environment = OperatorSettings.CHART;
        JsonNode settings = read(directory.resolve("settings.yaml"));
        for (OperatorVariable variable : OperatorVariable.values()) {
            JsonNode value = settings.get(variable.key());
            if (value != null) {
                environment = environment.with(variable, value.isNull() ? null : value.asText());
            }
        }
        return Settings.DEFAULT.withOperator(environment);
    }

    public static JsonNode read(Path file) {
        try {
            return YAML.readTree(Files.readString(file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Objects by name, of the recording or of ours. */
    public static Map<String, JsonNode> byName(Iterable<? extends JsonNode> objects, String kind) {
        Map<String, JsonNode> byName = new TreeMap<>();
        for (JsonNode object : objects) {
            if (object.path("kind").asText().equals(kind)) {
                JsonNode metadata = object.path("metadata");
                byName.put(
                        metadata.path("namespace").asText() + "/"
                                + metadata.path("name").asText(),
                        object);
            }
        }
        return byName;
    }
}
