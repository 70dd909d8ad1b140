package io.sluice.table.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Header changes on the way in and on the way out. */
public record HeaderOperations(Edits request, Edits response) {
    public static final HeaderOperations NONE = new HeaderOperations(Edits.NONE, Edits.NONE);

    /**
     * Changes to one set of headers, applied in this order: remove, set (sorted by name), add (sorted by name). Formats see
     * the headers as they are after removing.
     *
     * @param authority the new {@code Host}, taken literally; null = unchanged. Of requests alone
     */
    public record Edits(
            List<String> remove,
            List<Field> set,
            List<Field> add,
            @Nullable String authority) {
        public static final Edits NONE = new Edits(List.of(), List.of(), List.of(), null);

        public Edits {
            remove = List.copyOf(remove);
            set = List.copyOf(set);
            add = List.copyOf(add);
        }
    }

    /** @param name lower case; never {@code host} */
    public record Field(String name, Format value) {}
}
