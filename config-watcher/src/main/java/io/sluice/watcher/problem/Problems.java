package io.sluice.watcher.problem;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects problems; the same one twice is one. */
public final class Problems {
    private final Set<Problem> all = new LinkedHashSet<>();

    public void add(Problem problem) {
        all.add(problem);
    }

    public void addAll(Iterable<Problem> problems) {
        problems.forEach(all::add);
    }

    public List<Problem> list() {
        return List.copyOf(all);
    }
}
