package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.util.function.Function;

/** How an answer is printed: for people, or for machines. */
enum OutputFormat {
    TEXT,
    JSON,
    YAML;

    /** @param text makes of the same JSON what people read */
    String print(String json, Function<String, String> text) {
        return switch (this) {
            case TEXT -> text.apply(json);
            case JSON -> json;
            case YAML -> yaml(json);
        };
    }

    private static String yaml(String json) {
        YAMLFactory yaml = YAMLFactory.builder()
                .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                .build();
        try {
            return new ObjectMapper(yaml).writeValueAsString(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was written as JSON is none", impossible);
        }
    }
}
