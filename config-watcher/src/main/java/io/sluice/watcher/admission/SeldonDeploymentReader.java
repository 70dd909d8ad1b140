package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads a SeldonDeployment, and checks it as Seldon's webhook would, in its words (seldon.md §4). */
final class SeldonDeploymentReader {
    private static final String SERVICE_NAME = "seldon.io/svc-name";

    private SeldonDeploymentReader() {}

    static SeldonDeployment read(Meta meta, Reader spec) {
        SeldonDeployment read = new SeldonDeployment(
                meta, spec.textMap("annotations"), spec.objects("predictors", SeldonDeploymentReader::predictor));
        // What runs inside the pods: nothing of it changes where a request goes.
        spec.passOver("name", "oauth_key", "oauth_secret", "protocol", "transport", "replicas", "serverType");
        check(read);
        return read;
    }

    private static Predictor predictor(Reader predictor) {
        predictor.passOver(
                "graph",
                "componentSpecs",
                "replicas",
                "engineResources",
                "svcOrchSpec",
                "progressDeadlineSeconds",
                "ssl");
        boolean explained = predictor.unsupported("explainer", "the explainer gets no route of its own");
        boolean shadow = predictor.bool("shadow", false);
        return new Predictor(
                predictor.requiredText("name"),
                predictor.integer("traffic", 0),
                shadow,
                predictor.textMap("annotations"),
                predictor.textMap("labels"),
                explained);
    }

    private static void check(SeldonDeployment read) {
        List<Predictor> predictors = read.predictors();
        if (predictors.isEmpty()) {
            throw refused("spec", "Graph contains no predictors");
        }
        List<Predictor> live =
                predictors.stream().filter(predictor -> !predictor.shadow()).toList();
        shadows(predictors, live);
        int sum = live.stream().mapToInt(Predictor::traffic).sum();
        if (live.size() > 1 && sum != 100) {
            throw refused("spec", "Traffic must sum to 100 for multiple predictors");
        }
        if (predictors.size() == 1 && sum > 0 && sum < 100) {
            throw refused("spec", "Traffic must sum be 100 for a single predictor when set");
        }
        Set<String> names = new HashSet<>();
        Set<String> services = new HashSet<>();
        for (int i = 0; i < predictors.size(); i++) {
            String field = "spec.predictors[" + i + "]";
            if (!names.add(predictors.get(i).name())) {
                throw refused(field, "Duplicate predictor name");
            }
            String service = predictors.get(i).annotations().get(SERVICE_NAME);
            if (service != null && !services.add(service)) {
                throw refused(field, "Found duplicate service name in " + SERVICE_NAME + " with value " + service);
            }
        }
    }

    private static void shadows(List<Predictor> predictors, List<Predictor> live) {
        List<Predictor> shadows = predictors.stream().filter(Predictor::shadow).toList();
        if (shadows.size() > 1) {
            throw refused("spec", "Multiple shadows are not allowed");
        }
        if (live.isEmpty()) {
            throw refused("spec.predictors[0]", "Shadow can not exist as only predictor");
        }
        boolean illegal = shadows.stream().anyMatch(shadow -> shadow.traffic() < 0 || shadow.traffic() > 100);
        if (illegal) {
            throw refused("spec", "shadow traffic is illegal, the traffic number should be between [0, 100]");
        }
    }

    private static Refusal refused(String field, String sentence) {
        return new Refusal(Code.REFUSED, field, sentence);
    }
}
