package io.sluice.watcher.seldon;

import static io.sluice.watcher.settings.OperatorVariable.EXECUTOR_SERVER_PORT;
import static io.sluice.watcher.settings.OperatorVariable.ISTIO_TLS_MODE;

import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.Settings;
import java.util.function.Consumer;

/**
 * Where Seldon's documents and names say one thing and the operator does another (seldon.md §0): the behaviour is reproduced, and
 * whoever falls into a trap is told its number. Traps of routes are here, those of the executor in {@link ExecutorTraps}, those of
 * annotations that nobody reads in {@link AnnotationRemarks}.
 */
final class Traps {
    private final SeldonDeployment deployment;
    private final Settings settings;
    private final Remarks remarks;

    private Traps(SeldonDeployment deployment, Settings settings, Remarks remarks) {
        this.deployment = deployment;
        this.settings = settings;
        this.remarks = remarks;
    }

    /** Of a deployment that the operator does not fail on. */
    static void tell(SeldonDeployment deployment, Settings settings, Consumer<Problem> problems) {
        Remarks remarks = new Remarks(deployment.meta(), problems);
        Traps traps = new Traps(deployment, settings, remarks);
        if (settings.operator().istio()) {
            traps.tlsMode();
            traps.retries();
            deployment.predictors().forEach(traps::shadow);
            traps.explainers();
        }
        deployment.predictors().forEach(traps::replicas);
        traps.name();
        deployment.predictors().forEach(traps::noEngine);
        traps.executorPort();
        ExecutorTraps.tell(deployment, remarks);
        AnnotationRemarks.tell(deployment, settings.operator(), remarks);
    }

    private void tlsMode() {
        String mode = settings.operator().get(ISTIO_TLS_MODE, "");
        boolean known = mode.isEmpty() || mode.equals("DISABLE") || DestinationRules.TLS_MODES.contains(mode);
        if (!known) {
            remarks.trap(
                    "T1",
                    "operator setting istioTlsMode",
                    mode + " is no TLS mode of a client, so that the rule says DISABLE: requests go in plaintext; write"
                            + " ISTIO_MUTUAL for the mesh's own TLS, in capitals");
        }
    }

    private void retries() {
        String attempts = deployment.annotation(Retries.ATTEMPTS);
        if (attempts == null || attempts.isEmpty()) {
            return;
        }
        String field = deployment.pathOf(Retries.ATTEMPTS);
        if (Retries.of(deployment) == null) {
            remarks.trap(
                    "T3",
                    field,
                    Retries.ATTEMPTS + " \"" + attempts
                            + "\" switches nothing off: no policy is written, and Istio's default"
                            + " of 2 retries applies; only a VirtualService of your own can say attempts: 0");
        } else if (deployment.annotation(Retries.TIMEOUT) == null) {
            remarks.trap(
                    "T2",
                    field,
                    Retries.ATTEMPTS + " without " + Retries.TIMEOUT
                            + " caps every attempt at 1 s: a slower model is called"
                            + " again and again, and the caller gets 504; set " + Retries.TIMEOUT
                            + " to whole seconds");
        }
    }

    private void shadow(Predictor predictor) {
        if (predictor.shadow() && predictor.traffic() == 0) {
            remarks.trap(
                    "T4",
                    predictor.path() + ".traffic",
                    "traffic 0 or none at a shadow mirrors every request, not none; take the shadow out to mirror"
                            + " nothing");
        }
    }

    private void explainers() {
        String prefix = "/seldon/" + deployment.meta().namespace() + "/"
                + deployment.meta().name();
        for (Explained explained : Explained.of(deployment)) {
            String predictor = explained.predictor().name();
            remarks.trap(
                    "T6",
                    explained.predictor().path() + ".explainer",
                    "the explainer answers under " + prefix + "-explainer/" + predictor + "/; the documented path "
                            + prefix + "/" + predictor + "/… reaches the predictor");
        }
    }

    private void replicas(Predictor predictor) {
        boolean none = predictor.componentSpecs().stream().anyMatch(spec -> {
            Integer own = spec.replicas();
            Integer shared = predictor.replicas() == null ? deployment.replicas() : predictor.replicas();
            Integer effective = own == null ? shared : own;
            return effective != null && effective == 0;
        });
        if (none) {
            remarks.trap(
                    "T7",
                    predictor.path() + ".replicas",
                    "with 0 replicas the operator never again writes a route of this deployment; this router does, as"
                            + " soon as every predictor with a share has a ready pod");
        }
    }

    private void name() {
        if (!deployment.specName().isEmpty()
                && !deployment.specName().equals(deployment.meta().name())) {
            remarks.trap(
                    "T9",
                    "spec.name",
                    "spec.name \"" + deployment.specName()
                            + "\" names no route: paths and headers have metadata.name \""
                            + deployment.meta().name() + "\"; take spec.name out");
        }
    }

    private void noEngine(Predictor predictor) {
        String written = predictor.annotations().get("seldon.io/no-engine");
        if (written != null && !predictor.withoutEngine()) {
            remarks.trap(
                    "T11",
                    predictor.path() + ".annotations.seldon.io/no-engine",
                    "\"" + written
                            + "\" keeps the executor, and yet forbids a graph of several nodes: the webhook looks at"
                            + " the key alone; take the annotation out");
        }
    }

    private void executorPort() {
        OperatorSettings environment = settings.operator();
        int engine = ServicePorts.engine(environment).http();
        String executor = environment.get(EXECUTOR_SERVER_PORT, "8000");
        boolean executed = deployment.predictors().stream().anyMatch(predictor -> !predictor.withoutEngine());
        if (executed && !executor.equals(Integer.toString(engine))) {
            remarks.trap(
                    "T16",
                    "operator setting executorServerPort",
                    executor + " moves the executor's own port, not its Service's, which stays " + engine
                            + ": requests find nobody; set engineServerPort to the same");
        }
    }
}
