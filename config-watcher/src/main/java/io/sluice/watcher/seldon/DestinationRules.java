package io.sluice.watcher.seldon;

import static io.sluice.watcher.seldon.OperatorTrees.owned;
import static io.sluice.watcher.settings.OperatorVariable.ISTIO_TLS_MODE;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The operator's DestinationRules: one for each explainer, then one for each predictor, shadows too (seldon.md §1.2, §1.3). */
final class DestinationRules {
    /** Istio's words for TLS towards a server, but for DISABLE, whose zero is not written; any other word is DISABLE (T1). */
    static final Set<String> TLS_MODES = Set.of("SIMPLE", "MUTUAL", "ISTIO_MUTUAL");

    private DestinationRules() {}

    static List<ObjectNode> write(SeldonDeployment deployment, Settings settings) {
        List<ObjectNode> written = new ArrayList<>();
        for (Explained explained : Explained.of(deployment)) {
            written.add(rule(deployment, explained.service(), explained.service(), explained.predictor()));
        }
        for (Predictor predictor : deployment.predictors()) {
            String key = OperatorNames.predictorKey(deployment, predictor);
            String host = settings.fullName(key, deployment.meta().namespace());
            ObjectNode rule = rule(deployment, key, host, predictor);
            policy(rule.withObject("/spec").putObject("trafficPolicy"), settings);
            written.add(rule);
        }
        return written;
    }

    private static ObjectNode rule(SeldonDeployment deployment, String name, String host, Predictor predictor) {
        ObjectNode object = owned(deployment, "networking.istio.io/v1alpha3", "DestinationRule", name);
        ObjectNode spec = object.putObject("spec");
        spec.put("host", host);
        ObjectNode subset = spec.putArray("subsets").addObject();
        subset.put("name", predictor.name());
        subset.putObject("labels").put("version", version(predictor));
        return object;
    }

    /** TLS replaces the idle time-out, which is lost. */
    private static void policy(ObjectNode policy, Settings settings) {
        String mode = settings.operator().get(ISTIO_TLS_MODE, "");
        if (mode.isEmpty()) {
            policy.putObject("connectionPool").putObject("http").put("idleTimeout", "60s");
            return;
        }
        ObjectNode tls = policy.putObject("tls");
        if (TLS_MODES.contains(mode)) {
            tls.put("mode", mode);
        }
    }

    static String version(Predictor predictor) {
        return predictor.labels().getOrDefault("version", predictor.name());
    }
}
