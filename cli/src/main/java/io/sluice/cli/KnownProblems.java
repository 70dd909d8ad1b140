package io.sluice.cli;

import io.sluice.watcher.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The problems of the manifests as they are: each is logged when it comes and when it goes. <em>Shared</em>: told by the watcher's thread. */
final class KnownProblems {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private volatile Set<Problem> known = Set.of();

    /** @param problems all there are now */
    void tell(List<Problem> problems) {
        Set<Problem> before = known;
        Set<Problem> now = new LinkedHashSet<>(problems);
        known = now;
        for (Problem problem : now) {
            if (!before.contains(problem)) {
                switch (problem.severity()) {
                    case ERROR -> LOG.error("{}", problem);
                    case WARNING -> LOG.warn("{}", problem);
                    case NOTICE -> LOG.info("{}", problem);
                }
            }
        }
        for (Problem problem : before) {
            if (!now.contains(problem)) {
                LOG.info("solved: {} {} {}", problem.code(), problem.object(), problem.field());
            }
        }
    }

    /** As {@code validate -o json} prints them. */
    String json() {
        return ProblemFormat.JSON.print(List.copyOf(known));
    }
}
