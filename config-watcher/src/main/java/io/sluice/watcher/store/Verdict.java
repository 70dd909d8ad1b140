package io.sluice.watcher.store;

import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.seldon.PolicyTraps;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Documents.Document;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What admission says of one document: a function of the document and the settings, so that it can be remembered with it.
 *
 * @param object as problems name it
 * @param resource null if it is refused, or says nothing that is routed by
 * @param derivation of a SeldonDeployment that could be read, whether it is refused or not; null for any other document
 * @param refusal null if it is not refused
 * @param remarks told while it was read
 */
record Verdict(
        Document document,
        String object,
        @Nullable Resource resource,
        @Nullable Derivation derivation,
        @Nullable Refusal refusal,
        List<Problem> remarks) {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    Verdict {
        remarks = List.copyOf(remarks);
    }

    static Verdict on(ObjectId id, Document document, Settings settings) {
        String object = id.toString();
        List<Problem> remarks = new ArrayList<>();
        try {
            Resource resource = Resources.read(document.content(), id, document.file(), remarks::add);
            if (resource == null) {
                return new Verdict(document, object, null, null, null, remarks);
            }
            PolicyTraps.tell(document.content(), resource.meta(), remarks::add);
            if (!(resource instanceof SeldonDeployment deployment)) {
                return new Verdict(document, object, resource, null, null, remarks);
            }
            Derivation derivation = Derivation.of(deployment, settings, remarks::add);
            Refusal refused = derivation.refusal();
            return refused == null
                    ? new Verdict(document, object, resource, derivation, null, remarks)
                    : new Verdict(document, object, null, derivation, refused, List.of());
        } catch (Refusal refusal) {
            return new Verdict(document, object, null, null, refusal, List.of());
        } catch (RuntimeException | StackOverflowError defect) {
            // Ours, not the author's; it must not keep anyone else's object out.
            LOG.error("{} in {} could not be judged", object, document.file(), defect);
            Refusal internal = new Refusal(
                    Code.INTERNAL, "", "made this router fail (" + defect + "); please report it with the manifest");
            return new Verdict(document, object, null, null, internal, List.of());
        }
    }

    /** The same words on other lines. */
    Verdict of(Document moved) {
        return moved == document ? this : new Verdict(moved, object, resource, derivation, refusal, remarks);
    }

    /** The problem of a refused one. */
    Problem refused(boolean hasAdmittedVersion) {
        Refusal known = refusal;
        if (known == null) {
            throw new IllegalStateException(object + " is not refused");
        }
        String kept = hasAdmittedVersion ? "its last admitted version stays in force" : "it is not in force";
        return new Problem(
                Severity.ERROR, known.code(), object, known.field(), known.sentence() + "; " + kept, document.file());
    }
}
