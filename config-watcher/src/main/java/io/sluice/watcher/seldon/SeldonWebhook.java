package io.sluice.watcher.seldon;

import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.resource.SeldonDeployment.Unit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What Seldon's validating webhook refuses, in its words and its order (seldon.md §4). It looks at no annotation's value and
 * at no name. Which prepackaged servers there are stands in a ConfigMap of each installation, so that one check is left out.
 */
final class SeldonWebhook {
    private static final String SERVICE_NAME = "seldon.io/svc-name";
    private static final Set<String> PROTOCOLS = Set.of("", "seldon", "tensorflow", "kfserving", "v2");
    private static final Set<String> TRANSPORTS = Set.of("", "rest", "grpc");
    private static final Set<String> SERVER_TYPES = Set.of("", "rpc", "kafka");
    private static final Set<String> KAFKA = Set.of("KAFKA_BROKER", "KAFKA_INPUT_TOPIC", "KAFKA_OUTPUT_TOPIC");
    private static final Set<String> NO_TENSORFLOW =
            Set.of("SKLEARN_SERVER", "XGBOOST_SERVER", "MLFLOW_SERVER", "HUGGINGFACE_SERVER");

    private final SeldonDeployment checked;
    private final List<Cause> causes = new ArrayList<>();

    private record Cause(String field, String value, String message) {
        @Override
        public String toString() {
            return field + ": Invalid value: \"" + value + "\": " + message;
        }
    }

    private SeldonWebhook(SeldonDeployment checked) {
        this.checked = checked;
    }

    /** @throws Refusal if it is not admitted; its text is the webhook's whole answer */
    static void check(SeldonDeployment read) {
        SeldonWebhook webhook = new SeldonWebhook(read);
        webhook.words();
        webhook.kafka();
        webhook.predictors();
        webhook.transports();
        webhook.traffic();
        webhook.answer();
    }

    private void answer() {
        if (causes.isEmpty()) {
            return;
        }
        List<String> texts = causes.stream().map(Cause::toString).distinct().toList();
        throw new Refusal(
                Code.REFUSED,
                causes.get(0).field(),
                "SeldonDeployment.machinelearing.seldon.io \"" + checked.specName() + "\" is invalid: "
                        + (texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]"));
    }

    private void invalid(String field, String value, String message) {
        causes.add(new Cause(field, value, message));
    }

    private void words() {
        oneOf(PROTOCOLS, checked.protocol(), "Invalid protocol");
        oneOf(TRANSPORTS, checked.transport(), "Invalid transport");
        oneOf(SERVER_TYPES, checked.serverType(), "Invalid serverType");
    }

    private void oneOf(Set<String> known, String value, String message) {
        if (!known.contains(value)) {
            invalid("spec", value, message);
        }
    }

    private void kafka() {
        if (!checked.serverType().equals("kafka")) {
            return;
        }
        for (Predictor predictor : checked.predictors()) {
            long given = predictor.orchestratorVariables().stream()
                    .filter(KAFKA::contains)
                    .count();
            if (given < KAFKA.size()) {
                invalid(
                        predictor.path(),
                        predictor.name(),
                        "For kafka please supply svcOrchSpec envs KAFKA_BROKER, KAFKA_INPUT_TOPIC, KAFKA_OUTPUT_TOPIC");
            }
        }
    }

    private void predictors() {
        List<Predictor> predictors = checked.predictors();
        if (predictors.size() == 1 && predictors.get(0).shadow()) {
            invalid(predictors.get(0).path(), predictors.get(0).name(), "Shadow can not exist as only predictor");
        }
        serviceNames(predictors);
        if (predictors.isEmpty()) {
            invalid("spec", checked.transport(), "Graph contains no predictors");
        }
        Set<String> names = new HashSet<>();
        for (Predictor predictor : predictors) {
            boolean single = predictor.graph().children().isEmpty();
            if (predictor.annotations().containsKey("seldon.io/no-engine") && !single) {
                invalid(
                        predictor.path(),
                        predictor.name(),
                        "Running without engine only valid for single element graphs");
            }
            if (!names.add(predictor.name())) {
                invalid(predictor.path(), predictor.name(), "Duplicate predictor name");
            }
            unit(predictor.graph(), predictor, predictor.path() + ".graph");
        }
    }

    private void serviceNames(List<Predictor> predictors) {
        Set<String> seen = new HashSet<>();
        for (Predictor predictor : predictors) {
            String service = predictor.annotations().get(SERVICE_NAME);
            if (service != null && !seen.add(service)) {
                invalid(
                        predictor.path(),
                        predictor.name(),
                        "Found duplicate service name in " + SERVICE_NAME + " with value " + service);
            }
        }
    }

    private void unit(Unit unit, Predictor predictor, String field) {
        String implementation = unit.implementation();
        if (implementation.isEmpty() || implementation.equals("UNKNOWN_IMPLEMENTATION")) {
            if (predictor.container(unit.name()).isEmpty()) {
                invalid(field, unit.name(), "Can't find container for Predictive Unit");
            }
            if (unit.type().equals("UNKNOWN_TYPE") && !unit.hasMethods()) {
                invalid(
                        field,
                        unit.name(),
                        "Predictive Unit has no implementation methods defined. Change to a known type or add what"
                                + " methods it defines");
            }
        } else if (unit.prepackaged()) {
            if (unit.modelUri().isEmpty() && !implementation.equals("HUGGINGFACE_SERVER")) {
                invalid(field, unit.name(), "Predictive unit modelUri required when using standalone servers");
            }
            if (checked.protocol().equals("tensorflow") && NO_TENSORFLOW.contains(implementation)) {
                invalid(field, unit.name(), "Prepackaged server does not handle tensorflow protocol " + implementation);
            }
        }
        if ("".equals(unit.loggerMode())) {
            invalid(field, "", "No logger mode specified");
        }
        for (int i = 0; i < unit.children().size(); i++) {
            unit(unit.children().get(i), predictor, field + "[" + i + "]");
        }
    }

    private void transports() {
        Set<String> found = new TreeSet<>();
        checked.predictors()
                .forEach(predictor -> predictor
                        .graph()
                        .all()
                        .map(Unit::endpointType)
                        .filter(type -> !type.isEmpty())
                        .forEach(found::add));
        String transport = checked.transport();
        if (found.size() > 1) {
            invalid(
                    "spec",
                    "",
                    "Multiple endpoint.types found - can only have 1 type in graph. Please use spec.transport");
        } else if (!transport.isEmpty()
                && ((found.contains("REST") && !transport.equals("rest"))
                        || (found.contains("GRPC") && !transport.equals("grpc")))) {
            invalid(
                    "spec",
                    "",
                    "Mixed transport types found. Remove graph endpoint.types if transport set at deployment level");
        }
    }

    private void traffic() {
        List<Predictor> predictors = checked.predictors();
        int shadows = 0;
        // Go's int32 wraps, and so do we.
        int sum = 0;
        for (Predictor predictor : predictors) {
            if (!predictor.shadow()) {
                sum += predictor.traffic();
                continue;
            }
            shadows++;
            if (shadows > 1) {
                invalid("spec", predictor.name(), "Multiple shadows are not allowed");
            }
            if (predictor.traffic() < 0 || predictor.traffic() > 100) {
                invalid(
                        "spec",
                        predictor.name(),
                        "shadow traffic is illegal, the traffic number should be between [0, 100]");
            }
        }
        if (sum != 100 && predictors.size() - shadows > 1) {
            invalid("spec", predictors.get(0).name(), "Traffic must sum to 100 for multiple predictors");
        }
        if (sum > 0 && sum < 100 && predictors.size() == 1) {
            invalid("spec", predictors.get(0).name(), "Traffic must sum be 100 for a single predictor when set");
        }
    }
}
