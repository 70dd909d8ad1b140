package io.sluice.cli;

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
 * {@code --limits}: YAML whose keys are the names of {@link Limits}. Durations {@code 2s}, {@code 500ms}, {@code 1h}, {@code
 * none}; sizes {@code 60KiB}, {@code 1MiB}, or bytes. An unknown key is a mistake of usage, and the nearest known is named.
 */
final class LimitsFile {
    private static final Pattern DURATION = Pattern.compile("(\\d+)(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d+)(KiB|MiB|GiB|B)?");

    private LimitsFile() {}

    static Limits read(Path file) {
        Map<String, @Nullable Object> values = values(Limits.DEFAULT);
        SettingsFile.read("--limits", file).properties().forEach(entry -> {
            String name = entry.getKey();
            RecordComponent component = Arrays.stream(Limits.class.getRecordComponents())
                    .filter(known -> known.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new BadUsage("--limits " + file + ": unknown key " + name + "; the nearest is "
                            + nearest(name, values)));
            values.put(name, value(file, component, entry.getValue().asText()));
        });
        return limits(values);
    }

    private static @Nullable Object value(Path file, RecordComponent component, String text) {
        String place = "--limits " + file + ": " + component.getName() + ": " + text;
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

    private static Map<String, @Nullable Object> values(Limits limits) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (RecordComponent component : Limits.class.getRecordComponents()) {
            try {
                values.put(component.getName(), component.getAccessor().invoke(limits));
            } catch (IllegalAccessException | InvocationTargetException impossible) {
                throw new IllegalStateException("a record's accessor failed", impossible);
            }
        }
        return values;
    }

    private static Limits limits(Map<String, @Nullable Object> values) {
        Class<?>[] types = Arrays.stream(Limits.class.getRecordComponents())
                .map(RecordComponent::getType)
                .toArray(Class<?>[]::new);
        try {
            return Limits.class
                    .getDeclaredConstructor(types)
                    .newInstance(values.values().toArray());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("a record's constructor failed", impossible);
        }
    }
}
