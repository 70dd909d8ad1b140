package io.sluice.watcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.problem.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * What a source holds right now.
 *
 * @param documents in the order of their files' names, then as they stand
 * @param problems of files that could not be read
 * @param unreadable files and directories whose content is not, or not wholly, among the documents: what was admitted from
 *     them stays
 * @param complete false if a directory could not be listed: nobody knows what is missing
 */
public record Documents(List<Document> documents, List<Problem> problems, Set<String> unreadable, boolean complete) {
    public Documents {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
        unreadable = Set.copyOf(unreadable);
    }

    /** One document. The same one, read again from a file that has not changed, is the same instance. */
    public static final class Document {
        private final JsonNode content;
        private final String file;
        private final int[] lines;

        Document(JsonNode content, String file, int[] lines) {
            this.content = content;
            this.file = file;
            this.lines = lines;
        }

        /** One that stands in no file. */
        public static Document of(JsonNode content) {
            return new Document(content, "", new int[0]);
        }

        public JsonNode content() {
            return content;
        }

        /** Its path, for people and for the store's memory. */
        public String file() {
            return file;
        }

        /** Line of a field, or of what would hold it, in the file; the first is 1. */
        public int line(String field) {
            return NodeLines.of(content, lines, field);
        }

        /** Whether it says the same in the same file, on whatever lines. */
        public boolean sameAs(Document other) {
            return this == other || (file.equals(other.file) && content.equals(other.content));
        }

        /** The documents of a {@code kind: List}; itself if it is none. */
        List<Document> unfolded() {
            JsonNode items = content.path("items");
            if (!content.path("kind").asText().equals("List") || !items.isArray()) {
                return List.of(this);
            }
            List<Document> unfolded = new ArrayList<>();
            int at = positionOfItems();
            for (JsonNode item : items) {
                int end = at + NodeLines.count(item);
                unfolded.addAll(new Document(item, file, Arrays.copyOfRange(lines, at, end)).unfolded());
                at = end;
            }
            return unfolded;
        }

        private int positionOfItems() {
            int at = 1;
            for (var field : content.properties()) {
                if (field.getKey().equals("items")) {
                    break;
                }
                at += NodeLines.count(field.getValue());
            }
            return at + 1;
        }
    }
}
