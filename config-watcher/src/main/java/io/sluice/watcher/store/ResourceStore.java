package io.sluice.watcher.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.admission.Refusal;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Documents.Document;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Admits documents, and remembers the last admitted version of each object. Confined to its source's thread. */
public final class ResourceStore {
    private Map<ObjectId, Admitted> admitted = Map.of();

    /** @param problems told when it was admitted */
    private record Admitted(Resource resource, String file, List<Problem> problems) {}

    /** What is in force with these documents. */
    public Manifests apply(Documents documents) {
        Problems problems = new Problems();
        problems.addAll(documents.problems());
        Map<ObjectId, Admitted> next = new LinkedHashMap<>();
        Map<ObjectId, String> seen = new HashMap<>();
        for (Document document : documents.documents()) {
            admit(document, next, seen, problems);
        }
        admitted.forEach((id, before) -> {
            if (!seen.containsKey(id) && isUnreadable(before.file(), documents)) {
                next.put(id, before);
            }
        });
        admitted = Map.copyOf(next);
        next.values().forEach(kept -> problems.addAll(kept.problems()));
        return new Manifests(next.values().stream().map(Admitted::resource).toList(), problems.list());
    }

    private static boolean isUnreadable(String file, Documents documents) {
        return documents.unreadable().stream().anyMatch(path -> file.equals(path) || file.startsWith(path + "/"));
    }

    private void admit(Document document, Map<ObjectId, Admitted> next, Map<ObjectId, String> seen, Problems problems) {
        JsonNode content = document.content();
        String file = document.file();
        ObjectId id = Resources.idOf(content);
        if (id == null) {
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.NOT_AN_OBJECT,
                    file,
                    "",
                    "a document without kind and metadata.name is no Kubernetes object",
                    file));
            return;
        }
        String first = seen.putIfAbsent(id, file);
        if (first != null) {
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.DUPLICATE_OBJECT,
                    id.toString(),
                    "",
                    "stands also in " + first + ", which counts; remove one",
                    file));
            return;
        }
        read(content, id, file, next, problems);
    }

    private void read(JsonNode content, ObjectId id, String file, Map<ObjectId, Admitted> next, Problems problems) {
        List<Problem> remarks = new ArrayList<>();
        try {
            Resource resource = Resources.read(content, id, file, remarks::add);
            if (resource == null) {
                problems.addAll(remarks);
            } else {
                next.put(id, new Admitted(resource, file, List.copyOf(remarks)));
            }
        } catch (Refusal refusal) {
            Admitted before = admitted.get(id);
            String kept = before == null ? "it is not in force" : "its last admitted version stays in force";
            problems.add(new Problem(
                    Severity.ERROR,
                    refusal.code(),
                    id.toString(),
                    refusal.field(),
                    refusal.sentence() + "; " + kept,
                    file));
            if (before != null) {
                next.put(id, before);
            }
        }
    }
}
