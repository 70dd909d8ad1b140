package io.sluice.conformance.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads rows from files of one category each. */
final class Corpus {
    private static final int NO_BYTE = -1;
    private static final YAMLMapper YAML = new YAMLMapper();

    private Corpus() {}

    static List<Row> load(Path directory) throws IOException {
        List<Row> rows = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                for (JsonNode row : YAML.readTree(file.toFile()).path("rows")) {
                    add(row, rows);
                }
            }
        }
        return rows;
    }

    private static void add(JsonNode row, List<Row> rows) {
        if (!row.has("each")) {
            rows.add(row(row, NO_BYTE));
            return;
        }
        for (String range : row.get("each").asText().split(" ", -1)) {
            String[] ends = range.split("-", 2);
            int last = Integer.parseInt(ends[ends.length - 1], 16);
            for (int b = Integer.parseInt(ends[0], 16); b <= last; b++) {
                rows.add(row(row, b));
            }
        }
    }

    private static Row row(JsonNode row, int each) {
        String id = row.get("id").asText() + (each == NO_BYTE ? "" : String.format("/%02x", each));
        return new Row(
                id,
                row.path("title").asText(),
                row.path("strictness").asText("must"),
                row.has("frames") ? FrameScript.steps(row.get("frames")) : steps(row.path("send"), each),
                row.has("backend") ? steps(row.get("backend"), each) : null,
                alternatives(row.path("expect"), row.has("frames")),
                alternatives(row.path("tolerate"), row.has("frames")),
                row.path("splits").asBoolean(true),
                row.path("wait").asBoolean(false),
                row.path("smuggled").asText().equals("allowed"),
                row.path("stray").asBoolean(false),
                row.has("frames"),
                texts(row.path("needs")));
    }

    private static List<Step> steps(JsonNode given, int each) {
        if (given.isTextual()) {
            return List.of(new Step.Send(Macros.text(given.asText(), each)));
        }
        List<Step> steps = new ArrayList<>();
        for (JsonNode step : given) {
            if (step.isTextual()) {
                steps.add(new Step.Send(Macros.text(step.asText(), each)));
            } else if (step.has("send")) {
                steps.add(new Step.Send(Macros.text(
                        step.get("send").asText().repeat(step.path("times").asInt(1)), each)));
            } else if (step.has("sleep")) {
                steps.add(new Step.Sleep(step.get("sleep").asLong()));
            } else if (step.has("close")) {
                steps.add(new Step.Close(step.get("close").asText().equals("rst")));
            } else if (step.get("await").isInt()) {
                steps.add(new Step.AwaitAnswers(step.get("await").asInt()));
            } else if (step.get("await").asText().equals("headers")) {
                steps.add(new Step.AwaitHeaders());
            }
        }
        return steps;
    }

    private static List<Alternative> alternatives(JsonNode given, boolean http2) {
        List<Alternative> all = new ArrayList<>();
        for (JsonNode one : given) {
            List<Alternative.Answer> answers = new ArrayList<>();
            one.path("answers").forEach(answer -> answers.add(answer(answer)));
            all.add(new Alternative(
                    answers,
                    one.path("close").isBoolean() ? one.get("close").asBoolean() : null,
                    one.path("interim").asText().equals("none"),
                    upstream(one.path("upstream")),
                    http2 ? http2(one) : null));
        }
        return all;
    }

    private static Alternative.Http2 http2(JsonNode given) {
        Map<Integer, List<String>> streams = new LinkedHashMap<>();
        given.path("streams")
                .properties()
                .forEach(stream -> streams.put(
                        Integer.valueOf(stream.getKey()),
                        List.of(stream.getValue().asText().split("\\|", -1))));
        List<String> goAway =
                given.has("goaway") ? List.of(given.get("goaway").asText().split("\\|", -1)) : List.of();
        return new Alternative.Http2(goAway, streams, given.path("max_upstream").asInt(Integer.MAX_VALUE));
    }

    private static Alternative.Answer answer(JsonNode given) {
        String status = given.isObject() ? given.get("status").asText() : given.asText();
        return new Alternative.Answer(List.of(status.split("\\|", -1)), given.size() > 1 ? message(given) : null);
    }

    private static Alternative.Upstream upstream(JsonNode given) {
        if (given.isArray()) {
            List<Alternative.Expected> requests = new ArrayList<>();
            given.forEach(request -> requests.add(message(request)));
            return new Alternative.Upstream.Exactly(requests);
        }
        return switch (given.asText()) {
            case "none" -> new Alternative.Upstream.None();
            case "partial" -> new Alternative.Upstream.Partial();
            default -> new Alternative.Upstream.Any();
        };
    }

    private static Alternative.Expected message(JsonNode given) {
        Map<String, List<String>> has = new LinkedHashMap<>();
        given.path("has").properties().forEach(field -> {
            JsonNode values = field.getValue();
            has.put(field.getKey(), expanded(values.isArray() ? texts(values) : List.of(values.asText())));
        });
        String target = textOf(given, "target");
        return new Alternative.Expected(
                textOf(given, "method"),
                target == null ? List.of() : expanded(List.of(target.split(" ", -1))),
                given.has("body") ? Macros.text(given.get("body").asText(), NO_BYTE) : null,
                has,
                texts(given.path("lacks")),
                texts(given.path("trailers_lack")),
                given.path("complete").asBoolean(true));
    }

    private static @Nullable String textOf(JsonNode given, String key) {
        return given.has(key) ? given.get(key).asText() : null;
    }

    private static List<String> expanded(List<String> texts) {
        return texts.stream().map(text -> Macros.text(text, NO_BYTE)).toList();
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
