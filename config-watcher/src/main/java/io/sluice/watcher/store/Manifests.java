package io.sluice.watcher.store;

import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.Resource;
import java.util.List;

/**
 * The objects in force, oldest first.
 *
 * @param problems of reading and admitting them
 */
public record Manifests(List<Resource> resources, List<Problem> problems) {
    public Manifests {
        resources = resources.stream().sorted(Resource.OLDEST_FIRST).toList();
        problems = List.copyOf(problems);
    }

    /** All of one kind, oldest first. */
    public <T extends Resource> List<T> of(Class<T> kind) {
        return resources.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
