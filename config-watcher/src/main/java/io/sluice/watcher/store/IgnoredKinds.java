package io.sluice.watcher.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.source.Documents.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Kinds that are not read, and how many of each there are: one notice a kind, however many objects. */
final class IgnoredKinds {
    private final Map<String, Seen> byKind = new TreeMap<>();

    private record Seen(Document first, int count) {}

    void add(Document document) {
        JsonNode content = document.content();
        String version = content.path("apiVersion").asText();
        int slash = version.indexOf('/');
        String kind = content.path("kind").asText() + (slash < 0 ? "" : "." + version.substring(0, slash));
        byKind.merge(kind, new Seen(document, 1), (seen, one) -> new Seen(seen.first(), seen.count() + 1));
    }

    List<Problem> notices() {
        List<Problem> notices = new ArrayList<>();
        byKind.forEach((kind, seen) -> notices.add(new Problem(
                        Severity.NOTICE,
                        Code.KIND_IGNORED,
                        kind,
                        "",
                        "objects of this kind say nothing that this router reads; there "
                                + (seen.count() == 1 ? "is one, here" : "are " + seen.count() + ", the first is here"),
                        seen.first().file())
                .at(seen.first().line(""))));
        return notices;
    }
}
