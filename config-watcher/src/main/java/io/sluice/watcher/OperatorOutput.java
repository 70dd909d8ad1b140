package io.sluice.watcher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.settings.Settings;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Seldon's operator hands over for the SeldonDeployments of some manifests.
 *
 * @param istio VirtualServices and DestinationRules as Istio is given them; of one name the last written
 * @param services likewise, those that routes lead to
 * @param problems of reading and admitting
 */
public record OperatorOutput(List<ObjectNode> istio, List<ObjectNode> services, List<Problem> problems) {
    private static final Set<Code> REFUSALS = EnumSet.of(
            Code.REFUSED, Code.INVALID_FIELD, Code.NOT_AN_OBJECT, Code.UNREADABLE_FILE, Code.DUPLICATE_OBJECT);

    public OperatorOutput {
        istio = List.copyOf(istio);
        services = List.copyOf(services);
        problems = List.copyOf(problems);
    }

    static OperatorOutput of(List<Derivation> derivations, List<Problem> problems, Settings settings) {
        Map<String, ObjectNode> written = new LinkedHashMap<>();
        for (Derivation derivation : derivations) {
            for (ObjectNode object : derivation.written(settings)) {
                written.put(String.valueOf(Resources.idOf(object)), object);
            }
        }
        return new OperatorOutput(
                written.values().stream().filter(Derivation::isForIstio).toList(),
                written.values().stream()
                        .filter(object -> !Derivation.isForIstio(object))
                        .toList(),
                problems);
    }

    /** Whether anything was refused: by Seldon's webhook, by its operator, by Kubernetes or by Istio. */
    public boolean refused() {
        return problems.stream().anyMatch(problem -> REFUSALS.contains(problem.code()));
    }
}
