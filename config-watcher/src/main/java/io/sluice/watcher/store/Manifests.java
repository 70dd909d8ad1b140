package io.sluice.watcher.store;

import io.sluice.watcher.certificate.FileTexts;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.Node;
import io.sluice.watcher.resource.Pod;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.resource.WorkloadEntry;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The objects in force, oldest first.
 *
 * @param files what files hold that the objects name
 * @param problems of reading and admitting them
 */
public record Manifests(List<Resource> resources, Map<Files, FileTexts> files, List<Problem> problems) {
    /** Kinds that say who serves, and nothing of what is routed where: a table is the same without them. */
    public static final Set<Class<? extends Resource>> ENDPOINTS =
            Set.of(EndpointSlice.class, Pod.class, Node.class, WorkloadEntry.class);

    /** None of the objects names a file. */
    public Manifests(List<Resource> resources, List<Problem> problems) {
        this(resources, Map.of(), problems);
    }

    public Manifests {
        resources = resources.stream().sorted(Resource.OLDEST_FIRST).toList();
        files = Map.copyOf(files);
        problems = List.copyOf(problems);
    }

    /** Of files that they want read. */
    public Set<Files> namedFiles() {
        return NamedFiles.of(resources);
    }

    /** The same, with what these hold. */
    public Manifests withFiles(Map<Files, FileTexts> texts) {
        return new Manifests(resources, texts, problems);
    }

    /** What routes are made of, oldest first. */
    public List<Resource> routing() {
        return resources.stream()
                .filter(resource -> !ENDPOINTS.contains(resource.getClass()))
                .toList();
    }

    /** All of one kind, oldest first. */
    public <T extends Resource> List<T> of(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
