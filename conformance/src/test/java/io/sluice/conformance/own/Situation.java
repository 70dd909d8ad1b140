package io.sluice.conformance.own;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.admission.MeshConfigReader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * What the manifests of a case mean.
 *
 * @param table as the translator made it, or as a mutation left it
 * @param callers pods by address
 */
record Situation(RoutingTable table, Map<String, Endpoint.Workload> callers) {

    private static final Set<Code> REFUSED =
            Set.of(Code.INVALID_FIELD, Code.REFUSED, Code.UNKNOWN_FIELD, Code.DUPLICATE_OBJECT, Code.UNREADABLE_FILE);

    static Situation of(OwnCase of) {
        try {
            Path file = Files.createTempFile("own", ".yaml");
            try {
                Files.writeString(file, of.given().stream().map(Manifest::full).collect(Collectors.joining("\n---\n")));
                Translation translation = Watcher.translate(new WatcherConfig(List.of(file), settings(of)));
                requireAdmitted(of, translation.problems());
                return new Situation(
                        translation.table(), translation.endpoints().callers());
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Settings settings(OwnCase of) {
        Settings settings = Settings.DEFAULT.withClusterDomain(of.domain());
        return of.mesh().isEmpty()
                ? settings
                : settings.withMesh(
                        MeshConfigReader.read(new ObjectMapper().valueToTree(of.mesh()), "mesh", problem -> {
                            throw new IllegalArgumentException(problem.toString());
                        }));
    }

    /** An object that is refused would leave a case that says something else than it seems to. */
    private static void requireAdmitted(OwnCase of, List<Problem> problems) {
        for (Problem problem : problems) {
            if (REFUSED.contains(problem.code())) {
                throw new IllegalArgumentException(of.name() + ": " + problem);
            }
        }
    }

    Situation with(UnaryOperator<RoutingTable> mutation) {
        return new Situation(mutation.apply(table), callers);
    }

    /** Every cluster with an endpoint. */
    Endpoints endpoints(Function<String, Endpoint> of) {
        Map<String, List<Endpoint>> byCluster = new HashMap<>();
        table.clusters().keySet().forEach(name -> byCluster.put(name, List.of(of.apply(name))));
        return new Endpoints(byCluster, callers);
    }

    /** {@code outbound|80|v1|a.ns.svc.cluster.local} as cases write it: {@code a.ns:80/v1}. */
    static String brief(String cluster) {
        String[] parts = cluster.split("\\|", -1);
        String host = parts[3].endsWith(".svc.cluster.local")
                ? parts[3].substring(0, parts[3].length() - ".svc.cluster.local".length())
                : parts[3];
        return host + ":" + parts[1] + (parts[2].isEmpty() ? "" : "/" + parts[2]);
    }
}
