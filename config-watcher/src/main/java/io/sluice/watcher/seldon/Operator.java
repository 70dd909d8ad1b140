package io.sluice.watcher.seldon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what Seldon's operator would write for one SeldonDeployment, downward in its own order (seldon.md §1.7): whatever
 * fails on the way leaves nothing written. A pure function.
 */
final class Operator {
    private final Settings settings;

    Operator(Settings settings) {
        this.settings = settings;
    }

    /**
     * VirtualServices, DestinationRules and the Services that they lead to, in the order in which they are written.
     *
     * @throws io.sluice.watcher.admission.Refusal in the operator's own words
     */
    List<ObjectNode> write(SeldonDeployment deployment) {
        OperatorSettings environment = settings.operator();
        ServicePorts ports = ServicePorts.of(deployment, environment);
        ExecutorChecks executor = new ExecutorChecks(deployment, environment);
        deployment.predictors().forEach(executor::check);
        AmbassadorChecks.check(deployment, environment);

        List<ObjectNode> written = new ArrayList<>();
        List<ObjectNode> services = PredictorServices.write(deployment, ports);
        // With Istio off nobody looks at its annotations, so that a malformed one is no error either.
        if (environment.istio()) {
            written.addAll(new VirtualServices(deployment, ports, settings).write());
            written.addAll(DestinationRules.write(deployment, settings));
        }
        KubernetesNames.requireNames(services);
        written.addAll(services);
        return written;
    }
}
