package io.sluice.watcher.kubernetes.tree;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a tree of one value, as its tokens come in; what its shape does not keep is passed over unread. The tree is not to be changed.
 * Confined to whoever feeds it.
 */
public final class TreeBuilder {
    private final JsonNodeFactory nodes;
    private final Shape shape;
    private final Deque<Level> levels = new ArrayDeque<>();
    private int passedOver;
    private @Nullable JsonNode whole;

    /** @param nodes makes the texts and numbers */
    public TreeBuilder(JsonNodeFactory nodes, Shape shape) {
        this.nodes = nodes;
        this.shape = shape;
    }

    /** The tree of a value whose first token the parser stands at, or is to read next. */
    public static JsonNode read(JsonParser parser, JsonNodeFactory nodes, Shape shape) throws IOException {
        TreeBuilder builder = new TreeBuilder(nodes, shape);
        if (!parser.hasCurrentToken() && parser.nextToken() == null) {
            throw new IOException("there is nothing to read");
        }
        while (!builder.take(parser)) {
            if (parser.nextToken() == null) {
                throw new IOException("it ends too early");
            }
        }
        return builder.tree();
    }

    /** Takes the token that the parser stands at; true with the last one of the value. */
    public boolean take(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (passedOver > 0) {
            passedOver += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            return false;
        }
        switch (token) {
            case FIELD_NAME -> levels.element().field = parser.currentName();
            case START_OBJECT, START_ARRAY -> {
                Shape wanted = wanted();
                if (wanted == null) {
                    passedOver = 1;
                } else {
                    levels.push(token == JsonToken.START_OBJECT ? new Level(wanted, true) : new Level(wanted, false));
                }
            }
            case END_OBJECT, END_ARRAY -> made(levels.pop().node(nodes));
            default -> {
                if (wanted() != null) {
                    made(scalar(parser, token));
                }
            }
        }
        return whole != null;
    }

    /** @throws IllegalStateException before it is whole */
    public JsonNode tree() {
        if (whole == null) {
            throw new IllegalStateException("the last token has not come");
        }
        return whole;
    }

    public boolean isWhole() {
        return whole != null;
    }

    private @Nullable Shape wanted() {
        Level level = levels.peek();
        if (level == null) {
            return shape;
        }
        return level.object ? level.shape.in(level.field) : level.shape;
    }

    private void made(JsonNode node) {
        Level level = levels.peek();
        if (level == null) {
            whole = node;
        } else {
            level.add(node);
        }
    }

    private JsonNode scalar(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case VALUE_STRING -> nodes.textNode(parser.getText());
            case VALUE_TRUE -> nodes.booleanNode(true);
            case VALUE_FALSE -> nodes.booleanNode(false);
            case VALUE_NULL -> nodes.nullNode();
            case VALUE_NUMBER_FLOAT -> nodes.numberNode(parser.getDoubleValue());
            case VALUE_NUMBER_INT ->
                switch (parser.getNumberType()) {
                    case INT -> nodes.numberNode(parser.getIntValue());
                    case LONG -> nodes.numberNode(parser.getLongValue());
                    default -> nodes.numberNode(parser.getBigIntegerValue());
                };
            default -> throw new IOException("it says " + token + " where a value should be");
        };
    }

    /** An object or a list that has begun. */
    private static final class Level {
        private final Shape shape;
        private final boolean object;
        private final List<String> names = new ArrayList<>();
        private final List<JsonNode> values = new ArrayList<>();
        private String field = "";

        Level(Shape shape, boolean object) {
            this.shape = shape;
            this.object = object;
            if (object) {
                names.addAll(shape.given().keySet());
                values.addAll(shape.given().values());
            }
        }

        void add(JsonNode value) {
            if (object) {
                names.add(field);
            }
            values.add(value);
        }

        JsonNode node(JsonNodeFactory nodes) {
            return object ? new ObjectNode(nodes, Fields.of(names, values)) : new ArrayNode(nodes, List.copyOf(values));
        }
    }
}
