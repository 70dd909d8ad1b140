package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a list, read item by item: the objects as they came are never all in memory at once.
 *
 * @param resourceVersion of the whole list
 * @param next what to ask the next part with; empty after the last
 */
record Page(List<ObjectNode> items, String resourceVersion, String next) {
    static final JsonMapper JSON =
            JsonMapper.builder().nodeFactory(new SharedTexts()).build();

    /** @throws IOException if it is no list, or not the whole of it */
    static Page read(Kind kind, String apiVersion, byte[] answer) throws IOException {
        List<ObjectNode> items = new ArrayList<>();
        JsonNode metadata = JSON.missingNode();
        boolean listed = false;
        try (JsonParser parser = JSON.createParser(answer)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("it answers with what is no list");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                JsonToken value = parser.nextToken();
                switch (field) {
                    case "metadata" -> metadata = JSON.readTree(parser);
                    case "items" -> {
                        listed = true;
                        // Go writes a list without items as null.
                        if (value != JsonToken.VALUE_NULL) {
                            items(parser, kind, apiVersion, items);
                        }
                    }
                    default -> parser.skipChildren();
                }
            }
            if (parser.currentToken() != JsonToken.END_OBJECT) {
                throw new IOException("its answer ends too early");
            }
        }
        String version = metadata.path("resourceVersion").asText("");
        if (!listed || version.isEmpty()) {
            throw new IOException("it answers with what is no list");
        }
        return new Page(items, version, metadata.path("continue").asText(""));
    }

    private static void items(JsonParser parser, Kind kind, String apiVersion, List<ObjectNode> items)
            throws IOException {
        if (parser.currentToken() != JsonToken.START_ARRAY) {
            throw new IOException("it answers with items that are no list");
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            items.add(Reduction.of(kind, apiVersion, JSON.readTree(parser)));
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
            throw new IOException("it answers with an item that is no object");
        }
    }
}
