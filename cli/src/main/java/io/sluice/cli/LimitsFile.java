package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.router.explain.EditDistance;
import io.sluice.router.http.Limits;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code --limits}: YAML whose keys are the names of {@link Limits}; those of {@code http2} stand in a map of that
 * name, or behind its name and a dot. Durations {@code 2s}, {@code 500ms}, {@code 1h}, {@code
 * none}; sizes {@code 60KiB}, {@code 1MiB}, or bytes. An unknown key is a mistake of usage, and the nearest known is named.
 */
final class LimitsFile {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)(KiB|MiB|GiB|B)?");

    private LimitsFile() {}

    static Limits read(Path file) {
        return read(file, "", SettingsFile.read("--limits", file), Limits.DEFAULT);
    }

    /** A record of limits, with what the map says of it; a component that is such a record itself has a map of its own. */
    private static <R extends Record> R read(Path file, String prefix, JsonNode map, R defaults) {
        Map<String, @Nullable Object> values = values(defaults);
        nested(map).properties().forEach(entry -> {
            String name = entry.getKey();
            RecordComponent component = Arrays.stream(defaults.getClass().getRecordComponents())
                    .filter(known -> known.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BadUsage("--limits " + file + ": unknown key " + prefix + name
                            + "; the nearest is " + prefix + nearest(name, values)));
            Object known = values.get(name);
            values.put(
                    name,
                    known instanceof Record nested
                            ? read(file, prefix + name + ".", nested(file, prefix + name, entry.getValue()), nested)
                            : value(file, prefix, component, entry.getValue().asText()));
        });
        return record(defaults, values);
    }

    /** {@code http2.maxResets: 5} is another way to write {@code http2: {maxResets: 5}}. */
    private static ObjectNode nested(JsonNode map) {
        ObjectNode unfolded = JsonNodeFactory.instance.objectNode();
        map.properties().forEach(entry -> {
            int dot = entry.getKey().indexOf('.');
            if (dot < 0) {
                unfolded.set(entry.getKey(), entry.getValue());
            } else {
                String outer = entry.getKey().substring(0, dot);
                ObjectNode inner = unfolded.get(outer) instanceof ObjectNode known ? known : unfolded.putObject(outer);
                inner.set(entry.getKey().substring(dot + 1), entry.getValue());
            }
        });
        return unfolded;
    }

    private static JsonNode nested(Path file, String name, JsonNode value) {
        if (!value.isObject()) {
            throw new BadUsage("--limits " + file + ": " + name + " must be a map of names to values");
        }
        return value;
    }

    private static @Nullable Object value(Path file, String prefix, RecordComponent component, String text) {
        String place = "--limits " + file + ": " + prefix + component.getName() + ": " + text;
        if (component.getType() == Duration.class) {
            boolean optional = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
            if (text.equals("none")) {
                if (!optional) {
                    throw new BadUsage(place + " is not allowed; it protects the router");
                }
                return null;
            }
            return duration(place, text);
        }
        return size(place, text);
    }

    private static Duration duration(String place, String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new BadUsage(place + " is no duration; write it like 2s or 500ms");
        }
        long count = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(count);
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            default -> Duration.ofHours(count);
        };
    }

    private static Integer size(String place, String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            throw new BadUsage(place + " is no size; write it like 60KiB, or bytes");
        }
        String unit = matcher.group(2);
        long factor = switch (unit == null ? "B" : unit) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
        long bytes = Long.parseLong(matcher.group(1)) * factor;
        if (bytes > Integer.MAX_VALUE) {
            throw new BadUsage(place + " is too large");
        }
        return (int) bytes;
    }

    private static String nearest(String name, Map<String, @Nullable Object> known) {
        return known.keySet().stream().min(EditDistance.from(name)).orElse("");
    }

    private static Map<String, @Nullable Object> values(Record limits) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : limits.getClass().getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(limits));
            } catch (IllegalAccessException | InvocationTargetException impossible) {
                throw new IllegalStateException("a record's accessor failed", impossible);
            }
        }
        return values;
    }

    @SuppressWarnings("unchecked") // the class of an R makes Rs
    private static <R extends Record> R record(R like, Map<String, @Nullable Object> values) {
        Class<?>[] types = Arrays.stream(like.getClass().getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return (R) like.getClass()
                    .getDeclaredConstructor(types)
                    .newInstance(values.values().toArray());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record's constructor failed", impossible);
        }
    }
}
