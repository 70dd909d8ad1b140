package io.sluice.watcher.seldon;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.Meta;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The one trap that stands in a policy: Seldon's page on authorization guards a path that no request has (T18). */
public final class PolicyTraps {
    /** What could only be meant as a prefix: nothing answers at a deployment's bare path. */
    private static final Pattern BARE = Pattern.compile("/seldon(/[^/*]+){0,2}/?");

    private PolicyTraps() {}

    public static void tell(JsonNode document, Meta meta, Consumer<Problem> problems) {
        if (!meta.id().kind().equals("AuthorizationPolicy")) {
            return;
        }
        Remarks remarks = new Remarks(meta, problems);
        JsonNode rules = document.path("spec").path("rules");
        for (int rule = 0; rule < rules.size(); rule++) {
            JsonNode to = rules.path(rule).path("to");
            for (int target = 0; target < to.size(); target++) {
                for (String field : new String[] {"paths", "notPaths"}) {
                    for (JsonNode path : to.path(target).path("operation").path(field)) {
                        tell(path.asText(), "spec.rules[" + rule + "].to[" + target + "].operation." + field, remarks);
                    }
                }
            }
        }
    }

    private static void tell(String path, String field, Remarks remarks) {
        if (BARE.matcher(path).matches()) {
            remarks.trap(
                    "T18",
                    field,
                    "\"" + path + "\" is compared as a whole, and fits no request to a model; write \""
                            + (path.endsWith("/") ? path : path + "/") + "*\"");
        }
    }
}
