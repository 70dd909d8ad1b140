package io.sluice.watcher.migrate;

import io.sluice.watcher.migrate.Bindings.Fields;
import io.sluice.watcher.migrate.Bindings.Told;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.SeldonDeployment.Predictor;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Says of each SeldonDeployment whether its clients' calls reach this router. */
final class Captures {
    private static final String HOST = "seldon.io/istio-host";
    private static final String GATEWAY = "seldon.io/istio-gateway";
    private static final String SERVICE_NAME = "seldon.io/svc-name";

    private final Inventory inventory;
    private final Bindings bindings;
    private final Settings settings;
    private final Map<ObjectId, Derivation> derivations = new HashMap<>();

    Captures(Inventory inventory, List<Derivation> derivations, Bindings bindings, Settings settings) {
        this.inventory = inventory;
        this.bindings = bindings;
        this.settings = settings;
        derivations.forEach(derivation ->
                this.derivations.put(derivation.deployment().meta().id(), derivation));
    }

    /** @param problems of admission and translation */
    List<Capture> of(List<Problem> problems) {
        List<Capture> captures = new ArrayList<>();
        for (ObjectId id : inventory.ofKind("SeldonDeployment")) {
            Derivation derivation = derivations.get(id);
            List<Problem> said = problems.stream()
                    .filter(problem -> problem.object().equals(id.toString()))
                    .toList();
            Optional<Finding> outside = said.stream()
                    .filter(problem -> problem.code() == Code.OUT_OF_SCOPE)
                    .findFirst()
                    .map(problem -> Finding.of(Hazard.OUT_OF_SCOPE, problem));
            if (outside.isPresent()) {
                captures.add(new Capture(id.toString(), List.of(), List.of(outside.get())));
            } else if (derivation == null || derivation.refusal() != null) {
                captures.add(new Capture(id.toString(), List.of(), refusals(said)));
            } else {
                captures.add(capture(derivation));
            }
        }
        return captures;
    }

    private static List<Finding> refusals(List<Problem> said) {
        return said.stream()
                .filter(problem -> problem.code() == Code.REFUSED || problem.code() == Code.INVALID_FIELD)
                .map(problem -> Finding.of(Hazard.NOT_ADMITTED, problem))
                .toList();
    }

    private Capture capture(Derivation derivation) {
        SeldonDeployment deployment = derivation.deployment();
        Set<String> ways = new LinkedHashSet<>();
        Set<Finding> hindrances = new LinkedHashSet<>();
        Fields fields = new Fields(
                deployment.pathOf(HOST),
                deployment.annotation(GATEWAY) == null ? "operator setting istioGateway" : deployment.pathOf(GATEWAY));
        Told told = told(deployment, ways::add, hindrances::add);
        derivation.objects().stream()
                .filter(VirtualService.class::isInstance)
                .map(VirtualService.class::cast)
                .forEach(service -> bindings.tell(service, fields, told));
        return new Capture(deployment.meta().id().toString(), List.copyOf(ways), List.copyOf(hindrances));
    }

    private Told told(SeldonDeployment deployment, Consumer<String> ways, Consumer<Finding> hindrances) {
        return new Told() {
            @Override
            public void reached(String way) {
                ways.accept(way);
            }

            @Override
            public void hindered(Hazard hazard, String field, String sentence) {
                String id = deployment.meta().id().toString();
                Optional<Predictor> named = hazard == Hazard.HOST_HAS_SELECTOR_SERVICE
                        ? deployment.predictors().stream()
                                .filter(Captures.this::isNamed)
                                .filter(predictor -> isHost(deployment, predictor))
                                .findFirst()
                        : Optional.empty();
                String place = named.map(predictor -> predictor.path() + ".annotations." + SERVICE_NAME)
                        .orElse(field);
                hindrances.accept(inventory.finding(hazard, id, place, sentence));
            }
        };
    }

    private boolean isNamed(Predictor predictor) {
        return predictor.annotations().containsKey(SERVICE_NAME);
    }

    /** Whether the name that a predictor asks for is a host of the deployment's. */
    private boolean isHost(SeldonDeployment deployment, Predictor predictor) {
        String namespace = deployment.meta().namespace();
        String hosts = deployment.annotation(HOST);
        String name = settings.fullName(
                predictor.annotations().getOrDefault(SERVICE_NAME, "").toLowerCase(Locale.ROOT), namespace);
        return hosts != null
                && List.of(hosts.toLowerCase(Locale.ROOT).split(",", -1)).stream()
                        .anyMatch(host ->
                                settings.resolve(host.strip(), namespace).equals(name));
    }
}
