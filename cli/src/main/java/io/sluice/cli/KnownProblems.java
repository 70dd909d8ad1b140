package io.sluice.cli;

import io.sluice.watcher.problem.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The problems of the manifests as they are: each is logged when it comes and when it goes. <em>Shared</em>: told by the watcher's thread. */
final class KnownProblems {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private volatile List<Problem> known = List.of();

    /** @param problems all there are now; one that has only moved to another line neither comes nor goes */
    void tell(List<Problem> problems) {
        Set<Problem> before = anywhere(known);
        Set<Problem> now = anywhere(problems);
        known = List.copyOf(problems);
        for (Problem problem : problems) {
            if (!before.contains(problem.at(0))) {
                String line = Printable.of(problem.toString());
                switch (problem.severity()) {
                    case ERROR -> LOG.error("{}", line);
                    case WARNING -> LOG.warn("{}", line);
                    case NOTICE -> LOG.info("{}", line);
                }
            }
        }
        for (Problem problem : before) {
            if (!now.contains(problem)) {
                LOG.info("solved: {}", Printable.of(problem.code() + " " + problem.object() + " " + problem.field()));
            }
        }
    }

    private static Set<Problem> anywhere(List<Problem> problems) {
        return problems.stream().map(problem -> problem.at(0)).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** As {@code validate -o json} prints them. */
    String json() {
        return ProblemFormat.JSON.print(known);
    }
}
