package io.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.problem.Problem;
import java.util.List;
import java.util.Locale;

/** How problems are printed. */
enum ProblemFormat {
    /** A line each. */
    TEXT {
        @Override
        String print(List<Problem> problems) {
            StringBuilder text = new StringBuilder();
            problems.forEach(problem -> text.append(problem).append('\n'));
            return text.toString();
        }
    },
    JSON {
        @Override
        String print(List<Problem> problems) {
            ArrayNode list = MAPPER.createArrayNode();
            for (Problem problem : problems) {
                list.addObject()
                        .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                        .put("code", problem.code().name())
                        .put("object", problem.object())
                        .put("field", problem.field())
                        .put("sentence", problem.sentence())
                        .put("file", problem.file());
            }
            return list.toPrettyString() + "\n";
        }
    },
    /** Static Analysis Results Interchange Format 2.1.0, for code-scanning tools. */
    SARIF {
        @Override
        String print(List<Problem> problems) {
            ObjectNode log = MAPPER.createObjectNode();
            log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
            ObjectNode run = log.putArray("runs").addObject();
            run.putObject("tool").putObject("driver").put("name", "sluice");
            ArrayNode results = run.putArray("results");
            for (Problem problem : problems) {
                ObjectNode result = results.addObject();
                result.put("ruleId", problem.code().name()).put("level", level(problem));
                result.putObject("message")
                        .put("text", problem.object() + " " + problem.field() + ": " + problem.sentence());
                if (!problem.file().isEmpty()) {
                    result.putArray("locations")
                            .addObject()
                            .putObject("physicalLocation")
                            .putObject("artifactLocation")
                            .put("uri", problem.file());
                }
            }
            return log.toPrettyString() + "\n";
        }
    };

    private static final ObjectMapper MAPPER = new ObjectMapper();

    abstract String print(List<Problem> problems);

    private static String level(Problem problem) {
        return switch (problem.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTICE -> "note";
        };
    }
}
