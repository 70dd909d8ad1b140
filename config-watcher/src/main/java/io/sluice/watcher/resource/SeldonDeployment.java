package io.sluice.watcher.resource;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Seldon Core v1 SeldonDeployment: what the operator reads of it to make routes (seldon.md §6). Nothing here is defaulted;
 * texts that the manifest leaves out are empty.
 *
 * @param specName {@code spec.name}, which names no route
 * @param annotations of {@code spec}, which win over those of the metadata, key by key
 * @param replicas null if the manifest does not say
 */
public record SeldonDeployment(
        Meta meta,
        String specName,
        Map<String, String> annotations,
        String protocol,
        String transport,
        String serverType,
        @Nullable Integer replicas,
        List<Predictor> predictors)
        implements Resource {
    public SeldonDeployment {
        annotations = Map.copyOf(annotations);
        predictors = List.copyOf(predictors);
    }

    /** An annotation of the whole deployment; null if it stands in neither place. */
    public @Nullable String annotation(String key) {
        String inSpec = annotations.get(key);
        return inSpec != null ? inSpec : meta.annotations().get(key);
    }

    /** Where {@link #annotation} found it, for people; in the spec if it stands nowhere. */
    public String pathOf(String key) {
        boolean inMetadata = !annotations.containsKey(key) && meta.annotations().containsKey(key);
        return (inMetadata ? "metadata" : "spec") + ".annotations." + key;
    }

    /**
     * @param traffic 0 if the manifest has none
     * @param orchestratorVariables names of {@code svcOrchSpec.env}, repeated if they are
     * @param explainer null for none
     * @param path where it stands, for people
     */
    public record Predictor(
            String name,
            int traffic,
            boolean shadow,
            Map<String, String> annotations,
            Map<String, String> labels,
            @Nullable Integer replicas,
            Unit graph,
            List<ComponentSpec> componentSpecs,
            List<String> orchestratorVariables,
            @Nullable Explainer explainer,
            String path) {
        public Predictor {
            annotations = Map.copyOf(annotations);
            labels = Map.copyOf(labels);
            componentSpecs = List.copyOf(componentSpecs);
            orchestratorVariables = List.copyOf(orchestratorVariables);
        }

        /** Whether calls go to the model itself, with no executor before it; any other value than {@code true} is false. */
        public boolean withoutEngine() {
            return "true".equalsIgnoreCase(annotations.get("seldon.io/no-engine"));
        }

        /** The container of a node of the graph; empty if no component specification has one of its name. */
        public Optional<Container> container(String name) {
            return componentSpecs.stream()
                    .flatMap(spec -> spec.containers().stream())
                    .filter(container -> container.name().equals(name))
                    .findFirst();
        }
    }

    /**
     * A node of a predictor's graph.
     *
     * @param implementation empty for none
     * @param type empty for none
     * @param loggerMode null if it has no logger
     */
    public record Unit(
            String name,
            String implementation,
            String type,
            boolean hasMethods,
            String modelUri,
            String endpointType,
            String serviceHost,
            @Nullable String loggerMode,
            List<Unit> children) {
        private static final Set<String> BUILT_IN = Set.of(
                "", "UNKNOWN_IMPLEMENTATION", "SIMPLE_MODEL", "SIMPLE_ROUTER", "RANDOM_ABTEST", "AVERAGE_COMBINER");

        public Unit {
            children = List.copyOf(children);
        }

        /** Whether Seldon brings the container: SKLEARN_SERVER and its like. */
        public boolean prepackaged() {
            return !BUILT_IN.contains(implementation);
        }

        /** This node, then those below it, in the order of the manifest. */
        public Stream<Unit> all() {
            return Stream.concat(Stream.of(this), children.stream().flatMap(Unit::all));
        }
    }

    /** @param labels of its metadata, which go to its pods */
    public record ComponentSpec(
            Map<String, String> labels,
            Map<String, String> annotations,
            @Nullable Integer replicas,
            List<Container> containers) {
        public ComponentSpec {
            labels = Map.copyOf(labels);
            annotations = Map.copyOf(annotations);
            containers = List.copyOf(containers);
        }
    }

    /** @param ports numbers by name; ports without a name are left out */
    public record Container(String name, Map<String, Integer> ports) {
        public Container {
            ports = Map.copyOf(ports);
        }
    }

    /** @param servicePort 0 if the manifest has none */
    public record Explainer(String type, int servicePort) {}
}
