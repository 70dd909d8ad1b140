package io.sluice.watcher.store;

import io.sluice.watcher.admission.Kinds;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Documents.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Admits documents, and remembers the last admitted version of each object. A document is admitted anew only when it says
 * something else than before; the rest of {@link #apply} is look-ups. Confined to its source's thread.
 */
public final class ResourceStore {
    private final Settings settings;

    public ResourceStore(Settings settings) {
        this.settings = settings;
    }

    /** How each object that stands among the documents was judged. */
    private Map<ObjectId, Verdict> verdicts = Map.of();
    /** What is in force. */
    private Map<ObjectId, Admitted> admitted = Map.of();

    private Map<String, Document> byObject = Map.of();
    private long judged;

    /**
     * @param document what was admitted
     * @param derivation of a SeldonDeployment; null for any other kind
     * @param problems told when it was admitted
     */
    private record Admitted(
            Document document, Resource resource, @Nullable Derivation derivation, List<Problem> problems) {
        String file() {
            return resource.meta().file();
        }

        /** Whether it stands in for a policy of which no version was admitted. */
        boolean shut() {
            return resource instanceof UnenforcedPolicy;
        }

        /** In force still, after its text has gone: what was told of that text has no place to point at. */
        Admitted silent() {
            return new Admitted(document, resource, derivation, List.of());
        }
    }

    /** What is in force with these documents. */
    public Contents apply(Documents documents) {
        Round round = new Round();
        round.problems.addAll(documents.problems());
        documents.documents().forEach(round::document);
        round.problems.addAll(round.ignored.notices());
        // What can be read wins over what is remembered, wherever it stands.
        admitted.forEach((id, before) -> {
            if (!round.verdicts.containsKey(id) && isUnder(before.file(), documents.unreadable())) {
                round.admitted.put(id, before);
            }
        });
        verdicts = round.verdicts;
        admitted = round.admitted;
        byObject = round.byObject;
        admitted.values().forEach(kept -> round.problems.addAll(kept.problems()));
        List<Resource> declared = new ArrayList<>();
        List<Derivation> derivations = new ArrayList<>();
        for (Admitted one : admitted.values()) {
            Derivation derivation = one.derivation();
            if (derivation == null) {
                declared.add(one.resource());
            } else {
                derivations.add(derivation);
            }
        }
        return new Contents(declared, derivations, round.attempted, round.problems.list());
    }

    /** Whether a file is one of these, or stands below one. */
    private static boolean isUnder(String file, Set<String> paths) {
        for (int end = file.length(); end > 0; end = file.lastIndexOf('/', end - 1)) {
            if (paths.contains(file.substring(0, end))) {
                return true;
            }
        }
        return false;
    }

    /** The same problem, with the line where its object or field stands. */
    public Problem located(Problem problem) {
        Document document = byObject.get(problem.object());
        return document == null || problem.line() != 0 || !document.file().equals(problem.file())
                ? problem
                : problem.at(document.line(problem.field()));
    }

    /**
     * What was admitted of each object, as it was written; of a policy that was refused, what keeps it shut. Applied to a store that
     * remembers nothing, it brings about the same.
     */
    public List<Document> inForce() {
        return admitted.values().stream().map(Admitted::document).toList();
    }

    /** Documents judged so far: all of them the first time, then those that changed. */
    public long judged() {
        return judged;
    }

    /** One application: the next state, as it grows. */
    private final class Round {
        private final Map<ObjectId, Verdict> verdicts = HashMap.newHashMap(ResourceStore.this.verdicts.size());
        private final Map<ObjectId, Admitted> admitted =
                LinkedHashMap.newLinkedHashMap(ResourceStore.this.admitted.size());
        private final Map<String, Document> byObject = HashMap.newHashMap(ResourceStore.this.verdicts.size());
        private final IgnoredKinds ignored = new IgnoredKinds();
        private final List<Derivation> attempted = new ArrayList<>();
        private final Problems problems = new Problems();

        private void document(Document document) {
            Problem malformed = Kinds.malformed(document.content(), document.file());
            if (malformed != null) {
                problems.add(malformed.at(document.line(malformed.field())));
            } else if (Kinds.ignored(document.content())) {
                ignored.add(document);
            } else {
                object(Resources.idOf(document.content()), document);
            }
        }

        private void object(ObjectId id, Document document) {
            Verdict first = verdicts.get(id);
            if (first != null) {
                problems.add(duplicate(id, document, first.document()));
                return;
            }
            Verdict verdict = verdict(id, document);
            verdicts.put(id, verdict);
            byObject.put(verdict.object(), document);
            Admitted before = ResourceStore.this.admitted.get(id);
            Derivation derivation = verdict.derivation();
            if (derivation != null) {
                attempted.add(derivation);
            }
            Resource resource = verdict.resource();
            if (resource != null) {
                admitted.put(id, new Admitted(document, resource, derivation, verdict.remarks()));
            } else if (verdict.refusal() == null) {
                problems.addAll(verdict.remarks());
            } else {
                boolean kept = before != null && !before.shut();
                problems.add(verdict.refused(kept));
                Resource shut = kept ? null : Resources.shut(document.content(), id, document.file());
                if (before != null && kept) {
                    admitted.put(id, before.silent());
                } else if (shut != null) {
                    admitted.put(id, new Admitted(document, shut, null, List.of()));
                }
            }
        }

        private Verdict verdict(ObjectId id, Document document) {
            @Nullable Verdict before = ResourceStore.this.verdicts.get(id);
            if (before != null && before.document().sameAs(document)) {
                return before.of(document);
            }
            judged++;
            return Verdict.on(id, document, settings);
        }

        private Problem duplicate(ObjectId id, Document document, Document first) {
            return new Problem(
                            Severity.ERROR,
                            Code.DUPLICATE_OBJECT,
                            id.toString(),
                            "",
                            "stands also in " + first.file() + ", which counts; remove one",
                            document.file())
                    .at(document.line(""));
        }
    }
}
