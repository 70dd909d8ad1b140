package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.admission.Resources;
import io.sluice.watcher.source.CertificateFiles;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Documents.Document;
import io.sluice.watcher.source.Source;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A cluster whose objects are refused by none of its routers alone: what was admitted is kept by the leader, and is where each begins
 * that starts. Kept are policies, because nobody may get in while one is mended, and whatever is refused right now; of all others the
 * cluster itself holds what was admitted last.
 */
public final class RememberedSource implements Source {
    private final Source cluster;
    private final ClusterWriter writer;
    private Set<Document> current = Set.of();

    public RememberedSource(Source cluster, ClusterWriter writer) {
        this.cluster = cluster;
        this.writer = writer;
    }

    @Override
    public void follow(Listener listener) {
        cluster.follow(new Remembering(listener));
    }

    /** Before the first documents that are complete, what was admitted before. Confined to its source's thread. */
    private final class Remembering implements Listener {
        private final Listener listener;
        private List<Document> before = List.of();
        private boolean begun;

        Remembering(Listener listener) {
            this.listener = listener;
        }

        @Override
        public void remembered(Documents documents) {
            before = documents.documents();
            listener.remembered(documents);
        }

        @Override
        public void changed(Documents documents, CertificateFiles files) {
            if (documents.complete() && !begun) {
                begun = true;
                listener.remembered(new Documents(all(), List.of(), Set.of(), false));
            }
            current = Collections.newSetFromMap(new IdentityHashMap<>());
            current.addAll(documents.documents());
            listener.changed(documents, files);
        }

        /** Of one object what the leader has kept: it has seen more than a file of this replica. */
        private List<Document> all() {
            Map<String, Document> byObject = new LinkedHashMap<>();
            before.forEach(document -> byObject.put(idOf(document), document));
            writer.remembered().stream().map(Document::of).forEach(document -> byObject.put(idOf(document), document));
            return List.copyOf(byObject.values());
        }

        private static String idOf(Document document) {
            return Resources.idOf(document.content()).toString();
        }
    }

    @Override
    public void inForce(List<Document> documents) {
        cluster.inForce(documents);
        List<JsonNode> kept = new ArrayList<>();
        for (Document document : documents) {
            if (isPolicy(document.content()) || (!current.contains(document) && !isSecret(document.content()))) {
                kept.add(document.content());
            }
        }
        writer.admitted(kept);
    }

    private static boolean isPolicy(JsonNode object) {
        return object.path("apiVersion").asText().startsWith("security.istio.io/");
    }

    private static boolean isSecret(JsonNode object) {
        return object.path("kind").asText().equals("Secret");
    }

    @Override
    public void close() {
        cluster.close();
    }
}
