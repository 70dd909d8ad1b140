package io.sluice.watcher.seldon;

import static io.sluice.watcher.settings.OperatorVariable.AMBASSADOR_VERSION;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.settings.OperatorSettings;
import java.util.Set;
import java.util.TreeSet;

/** Annotations of Seldon's that are dead, misplaced, unknown or another ingress's: none is read past in silence (seldon.md §2). */
final class AnnotationRemarks {
    private static final String PREFIX = "seldon.io/";

    /** Read in both places of the deployment. */
    private static final Set<String> DEPLOYMENT = Set.of(
            "istio-gateway",
            "istio-host",
            "istio-retries",
            "istio-retries-timeout",
            "headless-svc",
            "executor-logger-queue-size",
            "executor-logger-write-timeout-ms",
            "last-applied");

    private static final Set<String> PREDICTOR = Set.of("svc-name", "no-engine");
    private static final Set<String> DEAD = Set.of(
            "rest-read-timeout",
            "rest-connection-timeout",
            "rest-connect-retries",
            "grpc-read-timeout",
            "ambassador-shadow");

    private final Remarks remarks;

    private AnnotationRemarks(Remarks remarks) {
        this.remarks = remarks;
    }

    static void tell(SeldonDeployment deployment, OperatorSettings settings, Remarks remarks) {
        AnnotationRemarks annotations = new AnnotationRemarks(remarks);
        annotations.inDeployment("metadata", deployment.meta().annotations().keySet());
        annotations.inDeployment("spec", deployment.annotations().keySet());
        deployment.predictors().forEach(annotations::inPredictor);
        if (settings.ambassador() && settings.get(AMBASSADOR_VERSION, "v1").equals("v2")) {
            remarks.trap(
                    "T13",
                    "operator setting ambassadorVersion",
                    "Ambassador's mapping of gRPC calls takes its time-out from rest-timeout and looks at the header"
                        + " seldon alone, so that deployments of one name in two namespaces collide there; this router"
                        + " matches both headers");
        }
    }

    private static Set<String> ours(Set<String> keys) {
        Set<String> ours = new TreeSet<>();
        for (String key : keys) {
            if (key.startsWith(PREFIX)) {
                ours.add(key.substring(PREFIX.length()));
            }
        }
        return ours;
    }

    private void inDeployment(String place, Set<String> keys) {
        for (String name : ours(keys)) {
            String field = place + ".annotations." + PREFIX + name;
            boolean specAlone = name.startsWith("engine-") || name.equals("no-storage-initializer");
            if (dead(name, field) || DEPLOYMENT.contains(name) || ExecutorTraps.READ.contains(PREFIX + name)) {
                continue;
            }
            if (PREDICTOR.contains(name)) {
                misplaced(field, PREFIX + name + " is read in spec.predictors[].annotations alone");
            } else if (specAlone) {
                if (place.equals("metadata") && !(PREFIX + name).equals(ExecutorChecks.SEPARATE)) {
                    misplaced(field, PREFIX + name + " is read in spec.annotations alone");
                }
            } else {
                unknown(field);
            }
        }
    }

    private void inPredictor(Predictor predictor) {
        for (String name : ours(predictor.annotations().keySet())) {
            String field = predictor.path() + ".annotations." + PREFIX + name;
            if (dead(name, field) || PREDICTOR.contains(name) || ExecutorTraps.READ.contains(PREFIX + name)) {
                continue;
            }
            if (DEPLOYMENT.contains(name) || name.startsWith("engine-") || name.equals("no-storage-initializer")) {
                misplaced(field, PREFIX + name + " is read in spec.annotations of the deployment alone");
            } else {
                unknown(field);
            }
        }
    }

    /** Whether the name is one that nobody reads any more, or one of Ambassador's. */
    private boolean dead(String name, String field) {
        if (DEAD.contains(name)) {
            remarks.notice(
                    Code.DEAD_ANNOTATION,
                    field,
                    PREFIX + name + " has had no effect since Seldon 1.1; take it out"
                            + (name.contains("timeout") ? ", and see T5 for what a time-out can do" : ""));
            return true;
        }
        if ((PREFIX + name).equals(AmbassadorChecks.REGEX_HEADER)) {
            remarks.trap(
                    "T12",
                    field,
                    PREFIX + name
                            + " has never worked: the operator reads ambassador-header in its place, and panics where"
                            + " that is missing; match headers in a VirtualService");
            return true;
        }
        if (name.startsWith("ambassador-")) {
            remarks.notice(
                    Code.NOT_SUPPORTED,
                    field,
                    PREFIX + name
                            + " speaks to Ambassador alone: no mapping of it is made by this router, and the routes are"
                            + " those that Istio gets");
            return true;
        }
        return false;
    }

    private void misplaced(String field, String sentence) {
        remarks.notice(Code.DEAD_ANNOTATION, field, sentence + "; here it does nothing; move it there");
    }

    private void unknown(String field) {
        remarks.notice(Code.UNKNOWN_FIELD, field, "is no annotation that Seldon reads; check its spelling");
    }
}
