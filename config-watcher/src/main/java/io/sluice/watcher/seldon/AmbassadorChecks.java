package io.sluice.watcher.seldon;

import static io.sluice.watcher.settings.OperatorVariable.AMBASSADOR_VERSION;

import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.settings.OperatorSettings;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the operator also writes Ambassador's mappings, a mistake in an annotation of theirs keeps it from writing anything, the
 * VirtualService neither (seldon.md §2, T12). Without Ambassador nobody looks.
 */
final class AmbassadorChecks {
    static final String HEADER = "seldon.io/ambassador-header";
    static final String REGEX_HEADER = "seldon.io/ambassador-regex-header";

    private static final List<String> INTEGERS = List.of(
            "seldon.io/ambassador-retries",
            "seldon.io/ambassador-circuit-breakers-max-connections",
            "seldon.io/ambassador-circuit-breakers-max-pending-requests",
            "seldon.io/ambassador-circuit-breakers-max-requests",
            "seldon.io/ambassador-circuit-breakers-max-retries");

    private AmbassadorChecks() {}

    /** @throws Refusal in the operator's words; a panic of it is one too */
    static void check(SeldonDeployment deployment, OperatorSettings settings) {
        if (!settings.ambassador()) {
            return;
        }
        boolean first = settings.get(AMBASSADOR_VERSION, "v1").equals("v1");
        // The first version's own annotation overrides all others.
        String raw = deployment.annotation("seldon.io/ambassador-config");
        if (first && raw != null && !raw.isEmpty()) {
            return;
        }
        List<String> integers = new ArrayList<>(List.of("seldon.io/rest-timeout"));
        if (first) {
            integers.add("seldon.io/grpc-timeout");
        }
        integers.addAll(INTEGERS);
        for (String annotation : integers) {
            String value = deployment.annotation(annotation);
            if (value != null && !value.isEmpty()) {
                GoIntegers.atoi(value, deployment.pathOf(annotation));
            }
        }
        headers(deployment, first);
    }

    private static void headers(SeldonDeployment deployment, boolean first) {
        String header = deployment.annotation(HEADER);
        int parts = header == null ? 1 : header.split(":", -1).length;
        boolean given = header != null && !header.isEmpty();
        if (given && first && parts % 2 != 0) {
            throw panic(deployment.pathOf(HEADER), parts);
        }
        if (given && !first && parts > 2) {
            throw new Refusal(
                    Code.REFUSED,
                    deployment.pathOf(HEADER),
                    "invalid value of " + HEADER + ": more than one colon; write name:value");
        }
        String regex = deployment.annotation(REGEX_HEADER);
        if (regex != null && !regex.isEmpty() && !given) {
            // It splits the other annotation, and reads past its end.
            throw panic(deployment.pathOf(REGEX_HEADER), 1);
        }
    }

    private static Refusal panic(String field, int length) {
        return new Refusal(
                Code.REFUSED, field, "panic: runtime error: index out of range [" + length + "] with length " + length);
    }
}
