package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.ComponentSpec;
import io.sluice.watcher.resource.SeldonDeployment.Container;
import io.sluice.watcher.resource.SeldonDeployment.Explainer;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.resource.SeldonDeployment.Unit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a SeldonDeployment (seldon.md §6). What Seldon's webhook says of it is the business of package {@code seldon}. */
final class SeldonDeploymentReader {
    private static final Unit NO_GRAPH = new Unit("", "", "", false, "", "", "", null, List.of());

    private SeldonDeploymentReader() {}

    static SeldonDeployment read(Meta meta, Reader spec) {
        // The operator's first user interface had logins; nothing reads them today.
        spec.passOver("oauth_key", "oauth_secret");
        return new SeldonDeployment(
                meta,
                spec.text("name", ""),
                spec.textMap("annotations"),
                spec.text("protocol", ""),
                spec.text("transport", ""),
                spec.text("serverType", ""),
                spec.integer("replicas"),
                spec.objects("predictors", SeldonDeploymentReader::predictor));
    }

    private static Predictor predictor(Reader predictor) {
        // What runs inside the pods: nothing of it changes where a request goes.
        predictor.passOver("engineResources", "progressDeadlineSeconds");
        predictor.object("ssl", SeldonDeploymentReader::tls);
        Unit graph = predictor.object("graph", SeldonDeploymentReader::unit);
        List<String> variables = predictor.object("svcOrchSpec", SeldonDeploymentReader::orchestratorVariables);
        return new Predictor(
                predictor.requiredText("name"),
                predictor.integer("traffic", 0),
                predictor.bool("shadow", false),
                predictor.textMap("annotations"),
                predictor.textMap("labels"),
                predictor.integer("replicas"),
                graph == null ? NO_GRAPH : graph,
                predictor.objects("componentSpecs", SeldonDeploymentReader::componentSpec),
                variables == null ? List.of() : variables,
                predictor.object("explainer", SeldonDeploymentReader::explainer),
                predictor.path());
    }

    /** Only Ambassador ever spoke TLS to an executor (seldon.md §3.5). */
    private static String tls(Reader ssl) {
        String secret = ssl.text("certSecretName", "");
        if (!secret.isEmpty()) {
            ssl.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "certSecretName",
                    "makes the executor expect TLS, which the routes that Seldon writes for Istio do not speak:"
                            + " requests arrive in plaintext and fail; take it out");
        }
        return secret;
    }

    private static Unit unit(Reader unit) {
        unit.passOverOthers();
        Reader logger = unit.object("logger");
        Reader endpoint = unit.object("endpoint");
        return new Unit(
                unit.text("name", ""),
                unit.text("implementation", ""),
                unit.text("type", ""),
                !unit.texts("methods").isEmpty(),
                unit.text("modelUri", ""),
                endpoint == null ? "" : endpoint.text("type", ""),
                endpoint == null ? "" : endpoint.text("service_host", ""),
                logger == null ? null : logger.text("mode", ""),
                unit.objects("children", SeldonDeploymentReader::unit));
    }

    private static List<String> orchestratorVariables(Reader orchestrator) {
        orchestrator.passOver("resources", "replicas");
        return orchestrator.objects("env", variable -> {
            variable.passOverOthers();
            return variable.text("name", "");
        });
    }

    private static ComponentSpec componentSpec(Reader spec) {
        spec.passOver("hpaSpec", "kedaSpec", "pdbSpec");
        Reader metadata = spec.object("metadata");
        List<Container> containers = spec.object("spec", pod -> {
            pod.passOverOthers();
            return pod.objects("containers", SeldonDeploymentReader::container);
        });
        return new ComponentSpec(
                metadata == null ? Map.of() : metadata.textMap("labels"),
                metadata == null ? Map.of() : metadata.textMap("annotations"),
                spec.integer("replicas"),
                containers == null ? List.of() : containers);
    }

    private static Container container(Reader container) {
        container.passOverOthers();
        Map<String, Integer> ports = new HashMap<>();
        container.objects("ports", port -> {
            port.passOverOthers();
            String name = port.text("name", "");
            if (!name.isEmpty()) {
                // The first of one name counts.
                ports.putIfAbsent(name, port.integer("containerPort", 0));
            }
            return name;
        });
        return new Container(container.text("name", ""), ports);
    }

    private static Explainer explainer(Reader explainer) {
        explainer.passOverOthers();
        Integer port = explainer.object("endpoint", endpoint -> {
            endpoint.passOverOthers();
            return endpoint.integer("service_port");
        });
        return new Explainer(explainer.text("type", ""), port == null ? 0 : port);
    }
}
