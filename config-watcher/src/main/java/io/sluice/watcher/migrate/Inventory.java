package io.sluice.watcher.migrate;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.admission.Kinds;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Documents.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The objects that were read, of whatever kind, as they stand. */
final class Inventory {
    private final Map<String, Document> byName = new LinkedHashMap<>();
    private final Map<ObjectId, Document> byId = new LinkedHashMap<>();

    Inventory(Documents documents) {
        for (Document document : documents.documents()) {
            if (Kinds.malformed(document.content(), document.file()) == null) {
                ObjectId id = Resources.idOf(document.content());
                byId.putIfAbsent(id, document);
                byName.putIfAbsent(id.toString(), document);
            }
        }
    }

    List<ObjectId> ofKind(String kind) {
        return byId.keySet().stream().filter(id -> id.kind().equals(kind)).toList();
    }

    boolean holds(ObjectId id) {
        return byId.containsKey(id);
    }

    void forEach(BiConsumer<ObjectId, JsonNode> consumer) {
        byId.forEach((id, document) -> consumer.accept(id, document.content()));
    }

    /** With the place where the object stands. */
    Finding finding(Hazard hazard, String object, String field, String sentence) {
        Document document = byName.get(object);
        return document == null
                ? new Finding(hazard, object, field, sentence, "", 0)
                : new Finding(hazard, object, field, sentence, document.file(), document.line(field));
    }
}
