package io.sluice.table.policy;

import java.util.List;

/** Header changes on the way in and on the way out. */
public record HeaderOperations(Edits request, Edits response) {
    public static final HeaderOperations NONE = new HeaderOperations(Edits.NONE, Edits.NONE);

    /** Changes to one set of headers, applied in this order: remove, set (sorted by name), add (sorted by name). */
    public record Edits(List<String> remove, List<Field> set, List<Field> add) {
        public static final Edits NONE = new Edits(List.of(), List.of(), List.of());

        public Edits {
            remove = List.copyOf(remove);
            set = List.copyOf(set);
            add = List.copyOf(add);
        }
    }

    /**
     * @param name lower case; {@code host} is a change of the authority
     * @param format an Envoy format string ({@code %REQ(x)%}, {@code %%}); literal for {@code host}
     */
    public record Field(String name, String format) {}
}
