package io.sluice.benchmarks.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * A directory of results: of each run or trial one file of data and one for reading, some with a picture. A newer run takes
 * the place of the one before it.
 */
public final class ResultFiles {
    private static final String DATA = ".json";

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .build();

    private final Path directory;

    public ResultFiles(Path directory) {
        this.directory = directory;
    }

    void write(String name, Object data, String text) {
        try {
            Files.createDirectories(directory);
            JSON.writeValue(directory.resolve(name + DATA).toFile(), data);
            Files.writeString(directory.resolve(name + ".txt"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void writePicture(String name, String svg) {
        try {
            Files.writeString(directory.resolve(name + ".svg"), svg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of all comparisons that are there, by name. */
    List<Results> comparisons() {
        List<Results> found = new ArrayList<>();
        data().forEach((name, data) -> {
            if (data.has("peers")) {
                // What it is called is the file's to say: older data have no word of it.
                found.add(JSON.convertValue(((ObjectNode) data).put("name", name), Results.class));
            }
        });
        return found;
    }

    /** Of all trials that are there, by name. */
    Map<String, JsonNode> trials() {
        Map<String, JsonNode> found = data();
        found.values().removeIf(data -> !data.has("rows"));
        return found;
    }

    String text(String name) {
        try {
            return Files.readString(directory.resolve(name + ".txt"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, JsonNode> data() {
        try (Stream<Path> files = Files.exists(directory) ? Files.list(directory) : Stream.empty()) {
            Map<String, JsonNode> found = new TreeMap<>();
            for (Path file :
                    files.filter(file -> file.toString().endsWith(DATA)).toList()) {
                String name = file.getFileName().toString();
                found.put(name.substring(0, name.length() - DATA.length()), JSON.readTree(file.toFile()));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
