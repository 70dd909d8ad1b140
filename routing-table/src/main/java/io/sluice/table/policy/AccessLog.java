package io.sluice.table.policy;

import java.util.List;

/**
 * What is written about exchanges.
 *
 * @param file {@code /dev/stdout} and {@code /dev/stderr} are what they say
 * @param everything else errors, and a share of the rest
 * @param sharePerMillion of exchanges that are no errors
 */
public record AccessLog(String file, Layout layout, boolean everything, int sharePerMillion) {

    /** The form of a line. */
    public sealed interface Layout {
        /** @param line of which pieces that come to nothing show as {@code -} */
        record Text(Format line) implements Layout {}

        /** One object a line; what comes to nothing is {@code null}. */
        record Json(List<Entry> entries) implements Layout {
            public Json {
                entries = List.copyOf(entries);
            }
        }
    }

    /** A key, and what stands behind it. */
    public record Entry(String key, Value value) {
        public Entry(String key, Format format) {
            this(key, new Value.Of(format));
        }
    }

    /** What stands in a line of JSON. */
    public sealed interface Value {
        /** A number where it is one attribute that is a number; else a text. */
        record Of(Format format) implements Value {}

        record Nested(List<Entry> entries) implements Value {
            public Nested {
                entries = List.copyOf(entries);
            }
        }

        record Listed(List<Value> values) implements Value {
            public Listed {
                values = List.copyOf(values);
            }
        }
    }
}
