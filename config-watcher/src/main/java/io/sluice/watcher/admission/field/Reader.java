package io.sluice.watcher.admission.field;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object, and remembers which were asked for; {@link #close} tells of the others. A value of
 * the wrong type is a {@link Refusal} that names the field.
 */
public final class Reader implements AutoCloseable {
    private static final int MOST_QUOTED = 80;

    private final JsonNode node;
    private final String path;
    private final Consumer<Problem> problems;
    private final Problem context;
    private final Set<String> asked = new HashSet<>();
    private boolean othersPassedOver;

    private Reader(JsonNode node, String path, Consumer<Problem> problems, Problem context) {
        this.node = node;
        this.path = path;
        this.problems = problems;
        this.context = context;
    }

    /** Of a whole object, whose problems are told as {@code object} in {@code file}. */
    public static Reader of(JsonNode node, String object, String file, Consumer<Problem> problems) {
        return new Reader(node, "", problems, new Problem(Severity.NOTICE, Code.UNKNOWN_FIELD, object, "", "", file));
    }

    public String path() {
        return path;
    }

    public String path(String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private @Nullable JsonNode get(String field) {
        asked.add(field);
        JsonNode value = node.get(field);
        return value == null || value.isNull() ? null : value;
    }

    /** The same, if it is of the right type. */
    private @Nullable JsonNode get(String field, Predicate<JsonNode> right, String wanted) {
        JsonNode value = get(field);
        if (value != null && !right.test(value)) {
            throw wrongType(field, value, wanted);
        }
        return value;
    }

    public boolean has(String field) {
        return get(field) != null;
    }

    public Refusal invalid(String field, String sentence) {
        return new Refusal(Code.INVALID_FIELD, path(field), sentence);
    }

    /** As Istio's webhook would say; an empty field = the object itself. */
    public Refusal refused(String field, String sentence) {
        return new Refusal(Code.REFUSED, field.isEmpty() ? path : path(field), sentence);
    }

    private Refusal wrongType(String field, JsonNode value, String wanted) {
        return invalid(field, "is " + describe(value) + ", must be " + wanted);
    }

    private static String describe(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "the text \"" + clipped(value.asText()) + "\"";
            case NUMBER -> "the number " + value.asText();
            case BOOLEAN -> "the boolean " + value.asText() + " (quote it to make it a text)";
            case ARRAY -> "a list";
            case OBJECT, POJO -> "an object";
            case BINARY, MISSING, NULL -> "empty";
        };
    }

    private static String clipped(String text) {
        return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "…";
    }

    public @Nullable String text(String field) {
        JsonNode value = get(field, JsonNode::isTextual, "a text");
        return value == null ? null : value.asText();
    }

    public String text(String field, String otherwise) {
        String value = text(field);
        return value == null ? otherwise : value;
    }

    public String requiredText(String field) {
        String value = text(field);
        if (value == null) {
            throw invalid(field, "is missing");
        }
        return value;
    }

    public @Nullable Integer integer(String field) {
        JsonNode value = get(field, number -> number.isIntegralNumber() && number.canConvertToInt(), "a whole number");
        return value == null ? null : value.intValue();
    }

    public int integer(String field, int otherwise) {
        Integer value = integer(field);
        return value == null ? otherwise : value;
    }

    /** A TCP port. */
    public @Nullable Integer port(String field) {
        Integer number = integer(field);
        if (number != null && (number < 1 || number > 65535)) {
            throw invalid(field, number + " is no port; port number must be in the range 1..65535");
        }
        return number;
    }

    public @Nullable Double decimal(String field) {
        JsonNode value = get(field, JsonNode::isNumber, "a number");
        return value == null ? null : value.doubleValue();
    }

    /** A port's {@code targetPort}: a number or a name, as text. */
    public @Nullable String intOrText(String field) {
        JsonNode value = get(field, either -> either.isTextual() || either.isIntegralNumber(), "a number or a name");
        return value == null ? null : value.asText();
    }

    public @Nullable Boolean bool(String field) {
        JsonNode value = get(field, JsonNode::isBoolean, "true or false");
        return value == null ? null : value.booleanValue();
    }

    public boolean bool(String field, boolean otherwise) {
        Boolean value = bool(field);
        return value == null ? otherwise : value;
    }

    /** As protobuf writes durations: {@code 1.5s}; Istio also takes {@code 1m30s} and {@code 500ms}. */
    public @Nullable Duration duration(String field) {
        String text = text(field);
        if (text == null) {
            return null;
        }
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw invalid(field, "\"" + text + "\" is no duration; write it like 1.5s or 500ms");
        }
    }

    public @Nullable Reader object(String field) {
        JsonNode value = get(field, JsonNode::isObject, "an object");
        return value == null ? null : new Reader(value, path(field), problems, context);
    }

    /** Reads an object with {@code read} and tells of what it did not ask for; null if the field is missing. */
    public <T> @Nullable T object(String field, Function<Reader, @Nullable T> read) {
        Reader object = object(field);
        if (object == null) {
            return null;
        }
        try (object) {
            return read.apply(object);
        }
    }

    public <T> List<T> objects(String field, Function<Reader, T> read) {
        List<T> list = new ArrayList<>();
        JsonNode array = get(field, JsonNode::isArray, "a list");
        for (int i = 0; array != null && i < array.size(); i++) {
            String element = field + "[" + i + "]";
            if (!array.get(i).isObject()) {
                throw wrongType(element, array.get(i), "an object");
            }
            try (Reader object = new Reader(array.get(i), path(element), problems, context)) {
                list.add(read.apply(object));
            }
        }
        return list;
    }

    public List<String> texts(String field) {
        List<String> list = new ArrayList<>();
        JsonNode array = get(field, JsonNode::isArray, "a list");
        for (int i = 0; array != null && i < array.size(); i++) {
            if (!array.get(i).isTextual()) {
                throw wrongType(field + "[" + i + "]", array.get(i), "a text");
            }
            list.add(array.get(i).asText());
        }
        return list;
    }

    /** An object whose fields are all texts: labels, annotations. */
    public Map<String, String> textMap(String field) {
        Map<String, String> map = new LinkedHashMap<>();
        JsonNode value = get(field, JsonNode::isObject, "an object");
        if (value == null) {
            return map;
        }
        value.properties().forEach(entry -> {
            if (!entry.getValue().isTextual()) {
                throw wrongType(field + "." + entry.getKey(), entry.getValue(), "a text");
            }
            map.put(entry.getKey(), entry.getValue().asText());
        });
        return map;
    }

    /** An object whose fields are objects, read one by one: match conditions by header name. */
    public <T> Map<String, T> objectMap(String field, Function<Reader, T> read) {
        Map<String, T> map = new LinkedHashMap<>();
        JsonNode value = get(field, JsonNode::isObject, "an object");
        if (value == null) {
            return map;
        }
        value.properties().forEach(entry -> {
            JsonNode element = entry.getValue();
            if (!element.isObject() && !element.isNull()) {
                throw wrongType(field + "." + entry.getKey(), element, "an object");
            }
            try (Reader object = new Reader(element, path(field + "." + entry.getKey()), problems, context)) {
                map.put(entry.getKey(), read.apply(object));
            }
        });
        return map;
    }

    /** As it stands, for what has a form of its author's own; null if the field is missing. */
    public @Nullable JsonNode tree(String field) {
        return get(field);
    }

    /** The names of all its fields: of an object whose keys are the author's. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** These fields say nothing about routing. */
    public void passOver(String... fields) {
        asked.addAll(List.of(fields));
    }

    /** Whatever else stands here is another's business: what runs in a container, for one. */
    public void passOverOthers() {
        othersPassedOver = true;
    }

    /** This field is known and not run; says what happens instead. True if it is there. */
    public boolean unsupported(String field, String instead) {
        if (!has(field)) {
            return false;
        }
        problem(Severity.WARNING, Code.NOT_SUPPORTED, field, "is not run by this router yet; " + instead);
        return true;
    }

    /** An empty field = the object itself. */
    public void problem(Severity severity, Code code, String field, String sentence) {
        String where = field.isEmpty() ? path : path(field);
        problems.accept(new Problem(severity, code, context.object(), where, sentence, context.file()));
    }

    /** Tells of every field that was not asked for. */
    @Override
    public void close() {
        node.fieldNames().forEachRemaining(field -> {
            if (!asked.contains(field) && !othersPassedOver) {
                problem(
                        Severity.NOTICE,
                        Code.UNKNOWN_FIELD,
                        field,
                        "is not known here and is read past; check its spelling and place");
            }
        });
    }
}
