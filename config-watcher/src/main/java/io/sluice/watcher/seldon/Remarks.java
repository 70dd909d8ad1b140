package io.sluice.watcher.seldon;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import java.util.function.Consumer;

/** Notices about one SeldonDeployment. */
record Remarks(Meta meta, Consumer<Problem> problems) {
    /** @param trap number of the trap in seldon.md §0, with which the sentence begins */
    void trap(String trap, String field, String sentence) {
        notice(Code.SELDON_TRAP, field, trap + ": " + sentence);
    }

    void notice(Code code, String field, String sentence) {
        problems.accept(new Problem(Severity.NOTICE, code, meta.id().toString(), field, sentence, meta.file()));
    }
}
