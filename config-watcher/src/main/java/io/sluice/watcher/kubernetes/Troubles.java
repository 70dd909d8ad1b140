package io.sluice.watcher.kubernetes;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is to be told of kinds that cannot be read: each refusal once, and failures of one server as one. */
final class Troubles {
    private static final String SERVER = "API server";

    private Troubles() {}

    /** @param needed without which the router does not become ready */
    static List<Problem> of(List<Reflection> reflections, Predicate<Reflection> needed) {
        List<Problem> problems = new ArrayList<>();
        List<Reflection> failing = new ArrayList<>();
        for (Reflection reflection : reflections) {
            switch (reflection.standing()) {
                case Standing.Forbidden none -> problems.add(forbidden(reflection, needed.test(reflection)));
                case Standing.Unwatched late ->
                    problems.add(new Problem(
                            Severity.WARNING,
                            Code.KIND_NOT_WATCHED,
                            reflection.kind().name(),
                            "",
                            "may be listed, but not watched" + where(reflection)
                                    + ": it is listed every 10 to 30 s instead, and changes count that much later;"
                                    + " grant watch",
                            ""));
                case Standing.Vanished none ->
                    problems.add(new Problem(
                            Severity.ERROR,
                            Code.KIND_VANISHED,
                            reflection.kind().name(),
                            "",
                            "the API server does not know this kind any more" + where(reflection)
                                    + "; objects of it that were in force stay in force",
                            ""));
                case Standing.Failing why -> failing.add(reflection);
                case Standing.Awaited none -> {}
                case Standing.Known none -> {}
                case Standing.Absent none -> {}
            }
        }
        if (!failing.isEmpty()) {
            problems.add(failing(failing, failing.size() == reflections.size()));
        }
        return problems;
    }

    private static Problem forbidden(Reflection reflection, boolean needed) {
        String refusal = "the API server does not let this router read it" + where(reflection);
        return needed
                ? new Problem(
                        Severity.ERROR,
                        Code.KIND_FORBIDDEN,
                        reflection.kind().name(),
                        "",
                        refusal + ", and nobody may be let in whom it might keep out: the router does not become ready;"
                                + " grant get, list and watch, or serve --without-policies",
                        "")
                : new Problem(
                        Severity.WARNING,
                        Code.KIND_FORBIDDEN,
                        reflection.kind().name(),
                        "",
                        refusal + "; what there is of it does not count here; grant get, list and watch",
                        "");
    }

    private static Problem failing(List<Reflection> failing, boolean all) {
        List<String> names = failing.stream()
                .map(reflection -> reflection.kind().name())
                .distinct()
                .toList();
        String why = failing.get(0).standing() instanceof Standing.Failing failure ? failure.why() : "";
        return new Problem(
                Severity.WARNING,
                Code.CLUSTER_UNREACHABLE,
                SERVER,
                "",
                (all ? "cannot be read" : "cannot be read for " + String.join(", ", names)) + " (" + why
                        + "); what was read before stays in force",
                "");
    }

    private static String where(Reflection reflection) {
        return reflection.namespace().isEmpty() ? "" : " in namespace " + reflection.namespace();
    }
}
