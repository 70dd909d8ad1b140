package io.sluice.watcher.seldon;

import static io.sluice.watcher.settings.OperatorVariable.EXECUTOR_REQUEST_LOGGER_WORK_QUEUE_SIZE;
import static io.sluice.watcher.settings.OperatorVariable.EXECUTOR_REQUEST_LOGGER_WRITE_TIMEOUT_MS;

import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.resource.SeldonDeployment.Unit;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.OperatorVariable;
import java.util.Optional;

/** Why the operator may fail to place an executor: then nothing of the deployment is written, routes neither (seldon.md §1.4, §2). */
final class ExecutorChecks {
    static final String SEPARATE = "seldon.io/engine-separate-pod";

    private static final String NOWHERE = "not clear where to inject engine";

    private final SeldonDeployment deployment;
    private final OperatorSettings settings;

    ExecutorChecks(SeldonDeployment deployment, OperatorSettings settings) {
        this.deployment = deployment;
        this.settings = settings;
    }

    /** @throws Refusal in the operator's words */
    void check(Predictor predictor) {
        if (predictor.withoutEngine()) {
            return;
        }
        if (!separate(deployment)) {
            place(predictor);
        }
        logger("seldon.io/executor-logger-queue-size", EXECUTOR_REQUEST_LOGGER_WORK_QUEUE_SIZE, "10000", false);
        logger("seldon.io/executor-logger-write-timeout-ms", EXECUTOR_REQUEST_LOGGER_WRITE_TIMEOUT_MS, "2000", true);
    }

    /** Whether executors have pods of their own: only the spec's annotation is looked at (T10). */
    static boolean separate(SeldonDeployment deployment) {
        return "true".equalsIgnoreCase(deployment.annotations().get(SEPARATE));
    }

    private void place(Predictor predictor) {
        Optional<Unit> local =
                predictor.graph().all().filter(unit -> isLocal(unit, predictor)).findFirst();
        if (local.isEmpty()) {
            throw refused(
                    predictor.path() + ".graph", "engine not separate and no pu with localhost service - " + NOWHERE);
        }
        boolean placed = local.get().prepackaged()
                || predictor.container(local.get().name()).isPresent();
        if (!placed) {
            throw refused(
                    predictor.path() + ".graph",
                    "engine not separate and no deployment for pu with localhost service - " + NOWHERE);
        }
    }

    /**
     * Nodes of the first component are reached on localhost, unless the annotation stands there at all: whatever it says, each
     * node is then reached by its Service.
     */
    private boolean isLocal(Unit unit, Predictor predictor) {
        boolean named = deployment.annotations().containsKey(SEPARATE);
        boolean first = !predictor.componentSpecs().isEmpty()
                && predictor.componentSpecs().get(0).containers().stream()
                        .anyMatch(container -> container.name().equals(unit.name()));
        if (first || unit.prepackaged()) {
            return !named;
        }
        return predictor.container(unit.name()).isEmpty() && unit.serviceHost().equals("localhost");
    }

    /** @param quotesDefault whether the text names the operator's default as the culprit, and not what was written */
    private void logger(String annotation, OperatorVariable variable, String unset, boolean quotesDefault) {
        String otherwise = settings.get(variable, unset);
        String given = deployment.annotation(annotation);
        String value = given == null ? otherwise : given;
        String field = given == null ? "operator setting " + variable.key() : deployment.pathOf(annotation);
        try {
            GoIntegers.atoi(value, field);
        } catch (Refusal malformed) {
            throw refused(
                    field,
                    "Failed to parse " + (quotesDefault ? otherwise : value) + " as integer for " + variable.name()
                            + ". " + malformed.sentence());
        }
    }

    private static Refusal refused(String field, String sentence) {
        return new Refusal(Code.REFUSED, field, sentence);
    }
}
