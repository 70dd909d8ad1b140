package io.sluice.watcher.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.source.Documents.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * The documents of one text, as {@code kubectl} reads them: anchors, aliases and merge keys are resolved, unquoted scalars
 * are {@link PlainScalars}. What a hostile author can make of these is bounded: depth, and nodes after aliases are resolved.
 */
final class YamlDocuments {
    private static final int DEEPEST = 100;
    private static final int MOST_NODES = 1_000_000;
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String file;
    private final Parser parser;
    private final Map<String, Anchored> anchors = new HashMap<>();
    private final NodeLines lines = new NodeLines();
    private int depth;

    /** A node that aliases may name, and the lines of its tree. */
    private static final class Anchored {
        private final JsonNode node;
        private final int[] lines;

        private Anchored(JsonNode node, int[] lines) {
            this.node = node;
            this.lines = lines;
        }
    }

    YamlDocuments(String text, String file) {
        this.file = file;
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(Integer.MAX_VALUE); // The size of the file is what is bounded.
        parser = new ParserImpl(new StreamReader(text.startsWith("{") ? yaml(text) : text), options);
    }

    /** JSON may be indented by tabs, which never stand in its strings, and may escape a slash; YAML 1.1 may not. */
    private static String yaml(String json) {
        String spaced = json.replace('\t', ' ');
        return spaced.contains("\\/")
                ? ESCAPE.matcher(spaced).replaceAll(escape -> escape.group(1).equals("/") ? "/" : "$0")
                : spaced;
    }

    /**
     * The next document; null after the last.
     *
     * @throws Malformed if it cannot be read; there is no next then
     */
    @Nullable
    Document next() {
        try {
            while (!parser.checkEvent(Event.ID.StreamEnd)) {
                Event event = parser.getEvent();
                if (event.is(Event.ID.DocumentStart)) {
                    return document();
                }
            }
            return null;
        } catch (MarkedYAMLException malformed) {
            int line = malformed.getProblemMark() == null
                    ? 0
                    : malformed.getProblemMark().getLine() + 1;
            throw new Malformed(line, "is no YAML: " + malformed.getProblem());
        } catch (YAMLException malformed) {
            throw new Malformed(0, "is no YAML: " + malformed.getMessage());
        }
    }

    private Document document() {
        anchors.clear();
        lines.cut(0);
        Event root = parser.getEvent();
        JsonNode content = node(root, line(root));
        return new Document(content, file, lines.from(0));
    }

    private static int line(Event event) {
        return event.getStartMark().getLine() + 1;
    }

    /** @param line where it stands for its reader: a field's value counts as standing where the name does */
    private JsonNode node(Event event, int line) {
        if (event instanceof AliasEvent alias) {
            return alias(alias);
        }
        int begin = lines.size();
        add(line);
        JsonNode node = switch (event.getEventId()) {
            case Scalar -> scalar((ScalarEvent) event);
            case SequenceStart -> sequence(line);
            case MappingStart -> mapping(line);
            default -> throw new Malformed(line, "is no YAML: " + event.getEventId() + " where a value is due");
        };
        String anchor = event instanceof NodeEvent named ? named.getAnchor() : null;
        if (anchor != null) {
            anchors.put(anchor, new Anchored(node, lines.from(begin)));
        }
        return node;
    }

    private void add(int line) {
        bound(1, line);
        lines.add(line);
    }

    private void bound(int more, int line) {
        if (lines.size() + more > MOST_NODES) {
            throw new Malformed(line, "holds more than " + MOST_NODES + " values once its aliases are resolved");
        }
    }

    /** Only of a node that has ended: one that holds itself has no anchor yet. */
    private JsonNode alias(AliasEvent alias) {
        Anchored anchored = anchors.get(alias.getAnchor());
        if (anchored == null) {
            throw new Malformed(line(alias), "*" + alias.getAnchor() + " names no anchor that ends before it");
        }
        bound(anchored.lines.length, line(alias));
        lines.addAll(anchored.lines);
        return anchored.node;
    }

    private static JsonNode scalar(ScalarEvent scalar) {
        String tag = scalar.getTag();
        boolean text = tag == null ? !scalar.isPlain() : tag.equals(Tag.STR.getValue());
        return text ? JSON.textNode(scalar.getValue()) : PlainScalars.resolve(scalar.getValue());
    }

    private ArrayNode sequence(int line) {
        enter(line);
        ArrayNode array = JSON.arrayNode();
        for (Event event = parser.getEvent(); !event.is(Event.ID.SequenceEnd); event = parser.getEvent()) {
            array.add(node(event, line(event)));
        }
        depth--;
        return array;
    }

    private ObjectNode mapping(int line) {
        enter(line);
        ObjectNode object = JSON.objectNode();
        List<Anchored> merged = new ArrayList<>();
        for (Event event = parser.getEvent(); !event.is(Event.ID.MappingEnd); event = parser.getEvent()) {
            int at = line(event);
            String key = key(event);
            if (key.equals("<<") && event instanceof ScalarEvent scalar && scalar.isPlain()) {
                int begin = lines.size();
                JsonNode value = node(parser.getEvent(), at);
                merged.add(new Anchored(value, lines.from(begin)));
                lines.cut(begin);
            } else if (object.has(key)) {
                throw new Malformed(at, "the key " + key + " stands twice in one object");
            } else {
                object.set(key, node(parser.getEvent(), at));
            }
        }
        merged.forEach(value -> merge(value, object, line));
        depth--;
        return object;
    }

    private void enter(int line) {
        if (++depth > DEEPEST) {
            throw new Malformed(line, "nests deeper than " + DEEPEST + " levels");
        }
    }

    private String key(Event event) {
        if (event instanceof AliasEvent alias) {
            Anchored anchored = anchors.get(alias.getAnchor());
            if (anchored != null && anchored.node.isValueNode()) {
                return anchored.node.asText();
            }
        }
        if (event instanceof ScalarEvent scalar) {
            JsonNode key = scalar(scalar);
            if (scalar.getAnchor() != null) {
                anchors.put(scalar.getAnchor(), new Anchored(key, new int[] {line(event)}));
            }
            return key.asText();
        }
        throw new Malformed(line(event), "a key that is no text");
    }

    /** Fields that are not there yet, of an object or of a list of them. */
    private void merge(Anchored value, ObjectNode into, int line) {
        int at = 1;
        if (value.node.isArray()) {
            for (JsonNode element : value.node) {
                int end = at + NodeLines.count(element);
                merge(new Anchored(element, Arrays.copyOfRange(value.lines, at, end)), into, line);
                at = end;
            }
            return;
        }
        if (!value.node.isObject()) {
            throw new Malformed(line, "<< takes an object or a list of objects");
        }
        for (Map.Entry<String, JsonNode> field : value.node.properties()) {
            int end = at + NodeLines.count(field.getValue());
            if (!into.has(field.getKey())) {
                bound(end - at, line);
                lines.addAll(Arrays.copyOfRange(value.lines, at, end));
                into.set(field.getKey(), field.getValue());
            }
            at = end;
        }
    }
}
