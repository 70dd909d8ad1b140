package io.sluice.conformance.rows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The two files.
 *
 * @param sections names of rows, by area
 * @param counts as {@code rows.yaml} tells them
 * @param proofs by name of the row
 */
record Rows(Map<String, Set<String>> sections, Map<String, Count> counts, Map<String, Proof> proofs) {

    /** What stands behind a row. */
    sealed interface Proof {
        /** @param references {@code features/…}, {@code own/…} or {@code Class#method} */
        record Cases(List<String> references) implements Proof {}

        record Reason(String text) implements Proof {}
    }

    record Count(int rows, int proved, int reasons) {}

    static Rows read() {
        Map<String, Set<String>> sections = new LinkedHashMap<>();
        map(load("istio-rows.yaml").get("sections")).forEach((name, section) -> {
            Map<String, Object> rows = map(map(section).get("rows"));
            rows.forEach((row, title) -> {
                if (title == null || String.valueOf(title).isBlank()) {
                    throw new IllegalArgumentException(row + " has no title");
                }
            });
            sections.put(name, rows.keySet());
        });
        Map<String, Object> file = load("rows.yaml");
        Map<String, Count> counts = new LinkedHashMap<>();
        map(file.get("counts")).forEach((name, count) -> counts.put(name, count(map(count))));
        Map<String, Object> reasons = map(file.get("reasons"));
        Map<String, Proof> proofs = new LinkedHashMap<>();
        map(file.get("rows")).forEach((row, proof) -> proofs.put(row, proof(row, proof, reasons)));
        return new Rows(sections, counts, proofs);
    }

    /** Counted anew. */
    Count counted(String section) {
        Set<String> rows = sections.getOrDefault(section, Set.of());
        int proved = (int) rows.stream()
                .filter(row -> proofs.get(row) instanceof Proof.Cases)
                .count();
        return new Count(rows.size(), proved, rows.size() - proved);
    }

    private static Proof proof(String row, @Nullable Object value, Map<String, Object> reasons) {
        if (value instanceof List<?> list) {
            return new Proof.Cases(list.stream().map(String::valueOf).toList());
        }
        Map<String, Object> reason = map(value);
        Object shared = reason.get("because");
        Object text = shared == null ? reason.get("reason") : reasons.get(String.valueOf(shared));
        if (reason.size() != 1) {
            throw new IllegalArgumentException(row + ": a list of cases, a reason, or because of a shared one");
        }
        return new Proof.Reason(text == null ? "" : String.valueOf(text));
    }

    private static Count count(Map<String, Object> count) {
        return new Count(number(count.get("rows")), number(count.get("proved")), number(count.get("reasons")));
    }

    private static int number(@Nullable Object value) {
        return Integer.parseInt(String.valueOf(value));
    }

    private static Map<String, Object> load(String file) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try {
            return map(new Yaml(new SafeConstructor(options)).load(Files.readString(Path.of(file))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Map<String, Object> map(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("must be a map, not " + value);
        }
        Map<String, Object> all = new LinkedHashMap<>();
        map.forEach((key, each) -> all.put(String.valueOf(key), each));
        return all;
    }
}
