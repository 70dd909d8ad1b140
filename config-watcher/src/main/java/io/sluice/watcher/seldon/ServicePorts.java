package io.sluice.watcher.seldon;

import static io.sluice.watcher.settings.OperatorVariable.ENGINE_SERVER_GRPC_PORT;
import static io.sluice.watcher.settings.OperatorVariable.ENGINE_SERVER_PORT;
import static io.sluice.watcher.settings.OperatorVariable.PREDICTIVE_UNIT_GRPC_SERVICE_PORT;
import static io.sluice.watcher.settings.OperatorVariable.PREDICTIVE_UNIT_HTTP_SERVICE_PORT;

import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Container;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.resource.SeldonDeployment.Unit;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.OperatorVariable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The ports of each predictor's Service (seldon.md §3.3): the executor's, or without one the model's. Models are numbered by
 * container name across the whole deployment, in the order of the manifest; sidecars take a number too.
 */
final class ServicePorts {
    private static final int FIRST_HTTP = 9000;
    private static final int FIRST_GRPC = 9500;
    private static final String ENGINE = "seldon-container-engine";
    private static final String TENSORFLOW = "tfserving";

    private final Ports engine;
    private final int firstHttp;
    private final int firstGrpc;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Ports> byPredictor = new ArrayList<>();

    private ServicePorts(OperatorSettings settings) {
        engine = engine(settings);
        firstHttp = GoIntegers.portOr(settings.get(PREDICTIVE_UNIT_HTTP_SERVICE_PORT, ""), FIRST_HTTP);
        firstGrpc = GoIntegers.portOr(settings.get(PREDICTIVE_UNIT_GRPC_SERVICE_PORT, ""), FIRST_GRPC);
    }

    /** @throws io.sluice.watcher.admission.Refusal if a setting is no number */
    static ServicePorts of(SeldonDeployment deployment, OperatorSettings settings) {
        ServicePorts ports = new ServicePorts(settings);
        deployment.predictors().forEach(predictor -> ports.byPredictor.add(ports.number(predictor)));
        return ports;
    }

    Ports of(int predictor) {
        return byPredictor.get(predictor);
    }

    /** Of the Service before an executor: not EXECUTOR_SERVER_PORT, which moves the container alone (T16). */
    static Ports engine(OperatorSettings settings) {
        return new Ports(
                enginePort(settings, ENGINE_SERVER_PORT, "8000"),
                enginePort(settings, ENGINE_SERVER_GRPC_PORT, "5001"));
    }

    private static int enginePort(OperatorSettings settings, OperatorVariable variable, String unset) {
        return (int) GoIntegers.atoi(settings.get(variable, unset), "operator setting " + variable.key());
    }

    private Ports number(Predictor predictor) {
        Ports model = Ports.NONE;
        for (var spec : predictor.componentSpecs()) {
            for (Container container : spec.containers()) {
                int number = numberOf(container.name());
                // The graph's only node has one container; of several of its name the last writes the Service.
                if (exposed(container, predictor.graph())) {
                    model = ports(number, container.ports());
                }
            }
        }
        for (Unit unit : predictor.graph().all().filter(Unit::prepackaged).toList()) {
            int number = numberOf(unit.name());
            Optional<Container> own = predictor.container(unit.name());
            if (own.isEmpty()) {
                model = ports(number, Map.of());
            }
        }
        return predictor.withoutEngine() ? model : engine;
    }

    private int numberOf(String container) {
        numbers.putIfAbsent(container, numbers.size());
        return numbers.getOrDefault(container, 0);
    }

    private static boolean exposed(Container container, Unit graph) {
        String name = container.name();
        return !name.equals(ENGINE)
                && !name.equals(TENSORFLOW)
                && graph.all().anyMatch(unit -> unit.name().equals(name));
    }

    private Ports ports(int number, Map<String, Integer> named) {
        return new Ports(
                named.getOrDefault("http", firstHttp + number), named.getOrDefault("grpc", firstGrpc + number));
    }
}
