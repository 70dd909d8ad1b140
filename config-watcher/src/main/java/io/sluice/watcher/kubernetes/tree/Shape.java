package io.sluice.watcher.kubernetes.tree;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a value: of an object some of its fields, of a list the same of each element, anything else as it is. A value that is not
 * of the type that its shape expects is kept whole: it is for whoever reads it to say so. <em>Immutable</em>.
 *
 * @param given fields that every object of this shape has, whatever it says itself
 * @param fields the shape of fields that are kept in part or whole
 * @param dropped fields that are not kept although others are
 * @param others whether fields are kept whole that are not named here
 */
public record Shape(Map<String, JsonNode> given, Map<String, Shape> fields, Set<String> dropped, boolean others) {
    public static final Shape WHOLE = new Shape(Map.of(), Map.of(), Set.of(), true);

    /** An object without fields. */
    public static final Shape EMPTY = new Shape(Map.of(), Map.of(), Set.of(), false);

    public Shape {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
        fields = Map.copyOf(fields);
        dropped = Set.copyOf(dropped);
    }

    /** All but these. */
    public static Shape without(String... dropped) {
        return new Shape(Map.of(), Map.of(), Set.of(dropped), true);
    }

    /** These alone, whole. */
    public static Shape of(String... names) {
        Shape shape = EMPTY;
        for (String name : names) {
            shape = shape.with(name, WHOLE);
        }
        return shape;
    }

    public Shape with(String field, Shape shape) {
        Map<String, Shape> more = new HashMap<>(fields);
        more.put(field, shape);
        return new Shape(given, more, dropped, others);
    }

    /** Every object of this shape says this first. */
    public Shape giving(String field, JsonNode value) {
        Map<String, JsonNode> more = new LinkedHashMap<>(given);
        more.put(field, value);
        return new Shape(more, fields, dropped, others);
    }

    /** Null = it is not kept. */
    @Nullable
    Shape in(String field) {
        if (given.containsKey(field) || dropped.contains(field)) {
            return null;
        }
        return fields.getOrDefault(field, others ? WHOLE : null);
    }
}
