package io.sluice.watcher.seldon;

import static io.sluice.watcher.settings.OperatorVariable.CONTROLLER_ID;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one SeldonDeployment stands for.
 *
 * @param objects what the operator hands to Kubernetes, admitted by the rules that hold for anybody's; empty if one of them is refused, if
 *     it fails, or is not asked
 * @param refusal why the deployment is not admitted; null if it is
 */
public record Derivation(
        SeldonDeployment deployment,
        List<Resource> objects,
        @Nullable Refusal refusal) {
    private static final String CONTROLLER = "seldon.io/controller-id";

    public Derivation {
        objects = List.copyOf(objects);
    }

    /** @param problems is told of everything but a refusal */
    public static Derivation of(SeldonDeployment deployment, Settings settings, Consumer<Problem> problems) {
        try {
            SeldonWebhook.check(deployment);
            if (!inScope(deployment, settings, problems)) {
                return new Derivation(deployment, List.of(), null);
            }
            List<ObjectNode> written = new Operator(settings).write(deployment);
            Traps.tell(deployment, settings, problems);
            return admit(deployment, written, problems);
        } catch (Refusal failed) {
            return new Derivation(deployment, List.of(), failed);
        }
    }

    /**
     * As the operator hands it to Kubernetes, refused or not; empty if it fails, or is not asked. Written once more: nobody who serves keeps
     * the trees.
     */
    public List<ObjectNode> written(Settings settings) {
        try {
            SeldonWebhook.check(deployment);
            return inScope(deployment, settings, told -> {}) ? new Operator(settings).write(deployment) : List.of();
        } catch (Refusal failed) {
            return List.of();
        }
    }

    /** Whether it makes routes: not where another operator, or none that speaks to Istio, has it in its care. */
    public boolean makesRoutes() {
        return objects.stream().anyMatch(object -> !(object instanceof Service));
    }

    /** Whether Istio is given this object. */
    public static boolean isForIstio(ObjectNode object) {
        return !object.path("kind").asText().equals("Service");
    }

    private static boolean inScope(SeldonDeployment deployment, Settings settings, Consumer<Problem> problems) {
        Meta meta = deployment.meta();
        String label = meta.labels().getOrDefault(CONTROLLER, "");
        String ours = settings.operator().get(CONTROLLER_ID, "");
        if (!label.equals(ours)) {
            tell(
                    meta,
                    "metadata.labels." + CONTROLLER,
                    "is \"" + label + "\", and this router stands for the operator \"" + ours
                            + "\" (setting controllerId): the deployment is another's, and gets no routes here",
                    problems);
            return false;
        }
        if (!settings.operator().istio()) {
            tell(
                    meta,
                    "",
                    "operator setting istioEnabled is not the exact text \"true\": no routes are written",
                    problems);
        }
        return true;
    }

    private static void tell(Meta meta, String field, String sentence, Consumer<Problem> problems) {
        problems.accept(
                new Problem(Severity.NOTICE, Code.OUT_OF_SCOPE, meta.id().toString(), field, sentence, meta.file()));
    }

    private static Derivation admit(SeldonDeployment deployment, List<ObjectNode> written, Consumer<Problem> problems) {
        Refusal refusal = KubernetesNames.refusal(deployment, written);
        List<Resource> objects = new ArrayList<>();
        for (ObjectNode object : written) {
            try {
                objects.add(admitted(object, deployment.meta(), problems));
            } catch (Refusal refused) {
                refusal = refusal == null ? blamed(refused, object, deployment) : refusal;
            }
        }
        return new Derivation(deployment, refusal == null ? objects : List.of(), refusal);
    }

    /** Derived objects are as old as what they are derived from. */
    private static Resource admitted(ObjectNode object, Meta meta, Consumer<Problem> problems) {
        ObjectId id = Resources.idOf(object);
        Resource read = id == null ? null : Resources.read(object, id, meta.created(), meta.file(), problems);
        if (read == null) {
            throw new IllegalStateException("the operator writes kinds that are read, not " + object);
        }
        return read;
    }

    /** The refusal of a derived object, at the place of the SeldonDeployment that it comes from. */
    private static Refusal blamed(Refusal refused, ObjectNode object, SeldonDeployment deployment) {
        return new Refusal(
                refused.code(),
                source(refused.field(), deployment),
                "Istio refuses the " + Resources.idOf(object) + " that the operator writes, "
                        + (refused.field().isEmpty() ? "" : refused.field() + ": ") + refused.sentence());
    }

    private static String source(String field, SeldonDeployment deployment) {
        if (field.startsWith("spec.hosts")) {
            return deployment.pathOf("seldon.io/istio-host");
        }
        if (field.startsWith("spec.gateways")) {
            boolean annotated = deployment.annotation("seldon.io/istio-gateway") != null;
            return annotated ? deployment.pathOf("seldon.io/istio-gateway") : "operator setting istioGateway";
        }
        if (field.contains(".retries")) {
            boolean timed = field.endsWith("perTryTimeout") && deployment.annotation(Retries.TIMEOUT) != null;
            return deployment.pathOf(timed ? Retries.TIMEOUT : Retries.ATTEMPTS);
        }
        return field.contains(".route") || field.contains(".mirror") ? "spec.predictors" : "spec";
    }
}
