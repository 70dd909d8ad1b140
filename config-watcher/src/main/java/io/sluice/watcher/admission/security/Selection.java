package io.sluice.watcher.admission.security;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.util.Map;

/**
 * Whom a policy guards.
 *
 * @param labels of the pods; empty = all of its namespace
 * @param attached it names Gateways or Services of another kind instead, and so guards nothing here (istio.md §4.3)
 */
public record Selection(Map<String, String> labels, boolean attached) {
    static final Selection NONE = new Selection(Map.of(), false);

    static Selection read(Reader spec) {
        return read(
                spec,
                Code.POLICY_NOT_ON_PATH,
                "attaches the policy to Gateways of the Gateway API alone; it protects nothing here: use a selector");
    }

    /**
     * Of an object that is no policy.
     *
     * @param instead what it means that it is attached, told as {@code code}
     */
    public static Selection read(Reader spec, Code code, String instead) {
        boolean attached = spec.has("targetRef") || spec.has("targetRefs");
        Map<String, String> labels = spec.object("selector", selector -> selector.textMap("matchLabels"));
        if (attached && labels != null) {
            throw spec.refused("selector", "only one of targetRefs or workloadSelector can be set");
        }
        if (labels != null) {
            labels.forEach((key, value) -> {
                if (key.isEmpty()) {
                    throw spec.refused("selector", "empty key is not supported in selector");
                }
                if (key.contains("*") || value.contains("*")) {
                    throw spec.refused("selector", "wildcard is not supported in selector");
                }
            });
        }
        if (attached) {
            spec.problem(Severity.WARNING, code, spec.has("targetRefs") ? "targetRefs" : "targetRef", instead);
        }
        return new Selection(labels == null ? Map.of() : labels, attached);
    }
}
