package io.sluice.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** How problems are printed. */
enum ProblemFormat {
    /** A line each; then, once for each code that occurs, what mends it. */
    TEXT {
        @Override
        String print(List<Problem> problems) {
            StringBuilder text = new StringBuilder();
            Set<Code> codes = new LinkedHashSet<>();
            for (Problem problem : problems) {
                text.append(Printable.of(problem.toString())).append('\n');
                codes.add(problem.code());
            }
            for (Code code : codes) {
                String istio = code.istioCode() == null ? "" : " (Istio: " + code.istioCode() + ")";
                text.append("fix ")
                        .append(code)
                        .append(istio)
                        .append(": ")
                        .append(code.fix())
                        .append('\n');
            }
            return text.toString();
        }
    },
    JSON {
        @Override
        String print(List<Problem> problems) {
            ArrayNode list = new ObjectMapper().createArrayNode();
            for (Problem problem : problems) {
                ObjectNode entry = list.addObject();
                entry.put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                        .put("code", problem.code().name())
                        .put("object", problem.object())
                        .put("field", problem.field())
                        .put("sentence", problem.sentence())
                        .put("fix", problem.code().fix())
                        .put("istioCode", problem.code().istioCode())
                        .put("file", problem.file());
                if (problem.line() > 0) {
                    entry.put("line", problem.line());
                }
            }
            return Printable.ofJson(list.toPrettyString()) + "\n";
        }
    },
    SARIF {
        @Override
        String print(List<Problem> problems) {
            return Printable.ofJson(Sarif.log(problems).toPrettyString()) + "\n";
        }
    };

    abstract String print(List<Problem> problems);
}
