package io.sluice.watcher.store;

import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.seldon.Derivation;
import java.util.List;

/**
 * What the store holds after a reading, before it is settled which routes of SeldonDeployments are in force.
 *
 * @param declared admitted objects but SeldonDeployments
 * @param derivations of admitted SeldonDeployments, in the order in which they were applied
 * @param attempted of the SeldonDeployments just read, admitted or not, in the same order
 * @param problems of reading and admitting
 */
public record Contents(
        List<Resource> declared, List<Derivation> derivations, List<Derivation> attempted, List<Problem> problems) {
    public Contents {
        declared = List.copyOf(declared);
        derivations = applied(derivations);
        attempted = applied(attempted);
        problems = List.copyOf(problems);
    }

    /** Who is younger writes later; where none says its age, the order in which they were read stands. */
    private static List<Derivation> applied(List<Derivation> derivations) {
        return derivations.stream()
                .sorted((a, b) -> a.deployment()
                        .meta()
                        .created()
                        .compareTo(b.deployment().meta().created()))
                .toList();
    }
}
