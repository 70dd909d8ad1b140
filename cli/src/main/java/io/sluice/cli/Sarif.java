package io.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import java.nio.file.Path;
import java.util.List;

/** Problems as a log of the Static Analysis Results Interchange Format 2.1.0, which code-scanning tools show beside a line. */
final class Sarif {
    /** A result names its rule by its place here. */
    private static final List<Code> CODES = List.of(Code.values());

    private Sarif() {}

    static ObjectNode log(List<Problem> problems) {
        ObjectNode log = new ObjectMapper().createObjectNode();
        log.put("$schema", "https://json.schemastore.org/sarif-2.1.0.json").put("version", "2.1.0");
        ObjectNode run = log.putArray("runs").addObject();
        ObjectNode driver = run.putObject("tool").putObject("driver").put("name", "sluice");
        ArrayNode rules = driver.putArray("rules");
        for (Code code : CODES) {
            rule(code, rules.addObject());
        }
        ArrayNode results = run.putArray("results");
        problems.forEach(problem -> result(problem, results.addObject()));
        return log;
    }

    private static void rule(Code code, ObjectNode rule) {
        rule.put("id", code.name());
        rule.putObject("shortDescription").put("text", code.meaning());
        rule.putObject("help").put("text", code.fix());
        if (code.istioCode() != null) {
            rule.putObject("properties").put("istioCode", code.istioCode());
        }
    }

    private static void result(Problem problem, ObjectNode result) {
        result.put("ruleId", problem.code().name())
                .put("ruleIndex", CODES.indexOf(problem.code()))
                .put("level", level(problem));
        String field = problem.field().isEmpty() ? "" : " " + problem.field();
        result.putObject("message").put("text", problem.object() + field + ": " + problem.sentence());
        ObjectNode location = result.putArray("locations").addObject();
        if (!problem.file().isEmpty()) {
            ObjectNode physical = location.putObject("physicalLocation");
            physical.putObject("artifactLocation").put("uri", uri(problem.file()));
            if (problem.line() > 0) {
                physical.putObject("region").put("startLine", problem.line());
            }
        }
        ArrayNode logical = location.putArray("logicalLocations");
        logical.addObject().put("fullyQualifiedName", problem.object()).put("kind", "object");
        if (!problem.field().isEmpty()) {
            logical.addObject()
                    .put("name", problem.field())
                    .put("fullyQualifiedName", problem.object() + "/" + problem.field())
                    .put("kind", "property");
        }
    }

    /** As it was given: a relative path stays relative, to wherever the tool that reads the log stands. */
    private static String uri(String file) {
        Path path = Path.of(file);
        String absolute = path.toUri().getRawPath();
        String base = Path.of("").toUri().getRawPath();
        return !path.isAbsolute() && absolute.startsWith(base)
                ? absolute.substring(base.length())
                : path.toUri().toString();
    }

    private static String level(Problem problem) {
        return switch (problem.severity()) {
            case ERROR -> "error";
            case WARNING -> "warning";
            case NOTICE -> "note";
        };
    }
}
