package io.sluice.conformance.feature;

import io.sluice.conformance.observation.Header;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A map of a file, and where it stands. It remembers what it was asked for: {@link #end} refuses keys that nobody reads. Confined.
 */
final class YamlMap {
    private final String place;
    private final Map<?, ?> values;
    private final Set<Object> read = new HashSet<>();

    private YamlMap(String place, Map<?, ?> values) {
        this.place = place;
        this.values = values;
    }

    /** @param value a map, or null for an empty one */
    static YamlMap of(String place, @Nullable Object value) {
        if (value == null) {
            return new YamlMap(place, Map.of());
        }
        if (value instanceof Map<?, ?> map) {
            return new YamlMap(place, map);
        }
        throw new CaseMistake(place + ": must be a map");
    }

    /** Whether the key stands there, be it without a value. */
    boolean has(String key) {
        return values.containsKey(key);
    }

    @Nullable
    Object value(String key) {
        read.add(key);
        return values.get(key);
    }

    Optional<String> text(String key) {
        Object value = value(key);
        return value == null ? Optional.empty() : Optional.of(text(place + ": " + key, value));
    }

    String required(String key) {
        return text(key).orElseThrow(() -> mistake("lacks " + key));
    }

    /** A scalar, or {@code {text: a, times: n}} for a long one. */
    private static String text(String place, Object value) {
        if (value instanceof Map<?, ?>) {
            YamlMap repeated = of(place, value);
            String text = repeated.required("text").repeat(repeated.number("times", 1));
            repeated.end();
            return text;
        }
        return String.valueOf(value);
    }

    int number(String key, int absent) {
        return text(key).map(text -> integer(key, text)).orElse(absent);
    }

    private int integer(String key, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            throw mistake(key + ": " + text + " is no whole number");
        }
    }

    boolean flag(String key) {
        return switch (value(key)) {
            case null -> false;
            case Boolean flag -> flag;
            case Object other -> throw mistake(key + ": " + other + " is neither true nor false");
        };
    }

    /** One of an enum's constants, in any letter case, with {@code -} for {@code _}. */
    <E extends Enum<E>> E word(String key, E absent) {
        return text(key)
                .map(text -> {
                    for (E constant : absent.getDeclaringClass().getEnumConstants()) {
                        if (constant.name().equalsIgnoreCase(text.replace('-', '_'))) {
                            return constant;
                        }
                    }
                    throw mistake(key + ": unknown word " + text);
                })
                .orElse(absent);
    }

    List<?> list(String key) {
        return switch (value(key)) {
            case null -> List.of();
            case List<?> list -> list;
            case Object other -> throw mistake(key + ": must be a list, not " + other);
        };
    }

    List<String> texts(String key) {
        return list(key).stream().map(String::valueOf).toList();
    }

    List<YamlMap> maps(String key) {
        List<YamlMap> maps = new ArrayList<>();
        for (Object value : list(key)) {
            maps.add(of(place + ": " + key + "[" + maps.size() + "]", value));
        }
        return maps;
    }

    YamlMap map(String key) {
        return of(place + ": " + key, value(key));
    }

    /** Another map in the place of the one under a key. */
    YamlMap within(String key, Map<String, Object> instead) {
        return of(place + ": " + key, instead);
    }

    /** Names and values, as {@code [[name, value], …]}. */
    List<Header> pairs(String key) {
        List<Header> pairs = new ArrayList<>();
        for (Object pair : list(key)) {
            if (!(pair instanceof List<?> two) || two.size() != 2) {
                throw mistake(key + "[" + pairs.size() + "]: must be [name, value]");
            }
            pairs.add(new Header(String.valueOf(two.get(0)), text(place + ": " + key, two.get(1))));
        }
        return pairs;
    }

    /** The whole of it, each value read from its text. */
    <N> Map<String, N> each(Function<String, N> parse) {
        Map<String, N> all = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            read.add(key);
            try {
                all.put(String.valueOf(key), parse.apply(String.valueOf(value)));
            } catch (NumberFormatException none) {
                throw mistake(key + ": " + value + " is no number");
            }
        });
        return all;
    }

    /** The whole of it, untouched. */
    Map<String, Object> everything() {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            read.add(key);
            all.put(String.valueOf(key), value);
        });
        return all;
    }

    /** Refuses what nobody asked for. */
    void end() {
        for (Object key : values.keySet()) {
            if (!read.contains(key)) {
                throw mistake("unknown key " + key);
            }
        }
    }

    CaseMistake mistake(String what) {
        return new CaseMistake(place + ": " + what);
    }
}
