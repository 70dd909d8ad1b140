package io.sluice.watcher.seldon;

import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.ComponentSpec;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What surprises behind the route, in the executor: it reads its pod's annotations, not the deployment's. */
final class ExecutorTraps {
    /** Those it reads; on the way to it they pass the spec, the predictor and the component specifications. */
    static final Set<String> READ =
            Set.of("seldon.io/rest-timeout", "seldon.io/grpc-timeout", "seldon.io/grpc-max-message-size");

    private static final Set<String> TIMEOUTS = Set.of("seldon.io/rest-timeout", "seldon.io/grpc-timeout");

    private final SeldonDeployment deployment;
    private final Remarks remarks;

    private ExecutorTraps(SeldonDeployment deployment, Remarks remarks) {
        this.deployment = deployment;
        this.remarks = remarks;
    }

    static void tell(SeldonDeployment deployment, Remarks remarks) {
        ExecutorTraps traps = new ExecutorTraps(deployment, remarks);
        traps.timeouts();
        traps.separatePod();
        List<Predictor> executed = deployment.predictors().stream()
                .filter(predictor -> !predictor.withoutEngine())
                .toList();
        if (!executed.isEmpty()) {
            traps.executed(executed);
        }
    }

    private void executed(List<Predictor> executed) {
        executed.forEach(this::version);
        String protocol = deployment.protocol();
        if (protocol.equals("v2") || protocol.equals("kfserving")) {
            remarks.trap(
                    "T15",
                    "spec.protocol",
                    "a gRPC call of ServerLive, ServerReady, ServerMetadata and other methods that the executor does"
                            + " not have ends its process; keep callers to ModelInfer, ModelReady and ModelMetadata");
        }
        remarks.trap(
                "T17",
                "",
                "errors that the executor makes are JSON sent as text/plain; charset=utf-8; clients must not decide by"
                        + " the content type");
        if (ExecutorChecks.separate(deployment)) {
            lost();
        } else {
            equalsSigns();
        }
    }

    /** Annotations that could reach an executor, by where they stand. */
    private Map<String, Map.Entry<String, String>> podAnnotations() {
        Map<String, Map.Entry<String, String>> found = new TreeMap<>();
        collect("spec", deployment.annotations(), found);
        for (Predictor predictor : deployment.predictors()) {
            collect(predictor.path(), predictor.annotations(), found);
            for (int i = 0; i < predictor.componentSpecs().size(); i++) {
                ComponentSpec spec = predictor.componentSpecs().get(i);
                collect(predictor.path() + ".componentSpecs[" + i + "].metadata", spec.annotations(), found);
            }
        }
        return found;
    }

    private static void collect(
            String place, Map<String, String> annotations, Map<String, Map.Entry<String, String>> found) {
        annotations.entrySet().forEach(entry -> found.put(place + ".annotations." + entry.getKey(), entry));
    }

    private void timeouts() {
        podAnnotations().forEach((path, annotation) -> {
            if (TIMEOUTS.contains(annotation.getKey())) {
                timeout(path, annotation.getKey(), "");
            }
        });
        for (String key : deployment.meta().annotations().keySet()) {
            if (TIMEOUTS.contains(key)) {
                timeout("metadata.annotations." + key, key, " (from here it does not even reach the pods)");
            }
        }
    }

    private void timeout(String path, String key, String besides) {
        remarks.trap(
                "T5",
                path,
                key + " sets no deadline at the gateway: it bounds each call from the executor to a model" + besides
                        + ", and expires as 500; a VirtualService of your own can say timeout");
    }

    private void separatePod() {
        boolean misplaced = deployment.meta().annotations().containsKey(ExecutorChecks.SEPARATE)
                && !deployment.annotations().containsKey(ExecutorChecks.SEPARATE);
        if (misplaced) {
            remarks.trap(
                    "T10",
                    "metadata.annotations." + ExecutorChecks.SEPARATE,
                    ExecutorChecks.SEPARATE
                            + " is read in spec.annotations alone; here it does nothing; move it there");
        }
    }

    private void version(Predictor predictor) {
        if (predictor.labels().containsKey("version")
                && !predictor.annotations().containsKey("version")) {
            remarks.trap(
                    "T14",
                    predictor.path() + ".labels.version",
                    "labels.version chooses the pods; the metric label predictor_version is the predictor's annotation"
                            + " \"version\", and stays empty; set that too");
        }
    }

    private void lost() {
        podAnnotations().forEach((path, annotation) -> {
            if (READ.contains(annotation.getKey())) {
                remarks.trap(
                        "T19",
                        path,
                        annotation.getKey() + " does not reach an executor that has pods of its own ("
                                + ExecutorChecks.SEPARATE
                                + "), and is lost; set svcOrchSpec.env, or leave that annotation");
            }
        });
    }

    private void equalsSigns() {
        podAnnotations().forEach((path, annotation) -> {
            if (annotation.getValue().contains("=")) {
                remarks.trap(
                        "T20",
                        path,
                        "the \"=\" in the value of " + annotation.getKey()
                                + " makes the executor drop all annotations of its"
                                + " pod, time-outs among them; take it out");
            }
        });
    }
}
