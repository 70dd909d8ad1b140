package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.async.ByteBufferFeeder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.kubernetes.tree.Shape;
import io.sluice.watcher.kubernetes.tree.SharedTexts;
import io.sluice.watcher.kubernetes.tree.TreeBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A part of a list.
 *
 * @param resourceVersion of the whole list
 * @param next what to ask the next part with; empty after the last
 */
record Page(List<ObjectNode> items, String resourceVersion, String next) {
    static final JsonMapper JSON =
            JsonMapper.builder().nodeFactory(new SharedTexts()).build();

    /** Reads one as it comes in: neither its text nor the objects as they are written are ever in memory. */
    static Answer<Page> reader(Kind kind, String apiVersion) {
        Shape list = Shape.of("metadata").with("items", Reduction.of(kind, apiVersion));
        try {
            return new PageReader(JSON.getFactory().createNonBlockingByteBufferParser(), list);
        } catch (IOException impossible) {
            // Nothing is read yet.
            throw new UncheckedIOException(impossible);
        }
    }

    private static Page of(JsonNode list) throws IOException {
        String version = list.path("metadata").path("resourceVersion").asText("");
        // Go writes a list without items as null.
        if (version.isEmpty() || !list.has("items")) {
            throw new IOException("it answers with what is no list");
        }
        if (!list.path("items").isArray() && !list.path("items").isNull()) {
            throw new IOException("it answers with items that are no list");
        }
        List<ObjectNode> items = new ArrayList<>(list.path("items").size());
        for (JsonNode item : list.path("items")) {
            if (!(item instanceof ObjectNode object)) {
                throw new IOException("it answers with an item that is no object");
            }
            items.add(object);
        }
        return new Page(items, version, list.path("metadata").path("continue").asText(""));
    }

    private static final class PageReader implements Answer<Page> {
        private final JsonParser parser;
        private final ByteBufferFeeder feeder;
        private final TreeBuilder list;

        PageReader(JsonParser parser, Shape shape) {
            this.parser = parser;
            feeder = (ByteBufferFeeder) parser.getNonBlockingInputFeeder();
            list = new TreeBuilder(JSON.getNodeFactory(), shape);
        }

        @Override
        public void part(ByteBuffer bytes) throws IOException {
            feeder.feedInput(bytes);
            read();
        }

        private void read() throws IOException {
            for (JsonToken token = parser.nextToken();
                    token != null && token != JsonToken.NOT_AVAILABLE;
                    token = parser.nextToken()) {
                if (list.isWhole()) {
                    throw new IOException("it answers with more than a list");
                }
                list.take(parser);
            }
        }

        @Override
        public Page end() throws IOException {
            feeder.endOfInput();
            read();
            parser.close();
            if (!list.isWhole()) {
                throw new IOException("its answer ends too early");
            }
            return of(list.tree());
        }
    }
}
