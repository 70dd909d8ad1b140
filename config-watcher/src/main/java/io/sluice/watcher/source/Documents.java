package io.sluice.watcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.problem.Problem;
import java.util.List;
import java.util.Set;

/**
 * What a source holds right now.
 *
 * @param documents in the order of their files' names, then as they stand
 * @param problems of files that could not be read
 * @param unreadable files whose content is not, or not wholly, among the documents: what was admitted from them stays
 * @param complete false if a path as a whole could not be read
 */
public record Documents(List<Document> documents, List<Problem> problems, Set<String> unreadable, boolean complete) {
    public Documents {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
        unreadable = Set.copyOf(unreadable);
    }

    /** @param file its path, for people and for the store's memory */
    public record Document(JsonNode content, String file) {}
}
