package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Rows for people: a column a name, as wide as it needs to be. Lists are for machines: they would push the rest off the page. */
final class TableText {
    private TableText() {}

    /** @param json a list of objects with the same names */
    static String of(String json) {
        List<JsonNode> rows = rows(json);
        if (rows.isEmpty()) {
            return "none\n";
        }
        Map<String, Integer> widths = new LinkedHashMap<>();
        for (JsonNode row : rows) {
            row.properties().stream()
                    .filter(cell -> !cell.getValue().isArray())
                    .forEach(cell -> widths.merge(
                            cell.getKey(),
                            Math.max(
                                    cell.getKey().length(),
                                    words(cell.getValue()).length()),
                            Math::max));
        }
        StringBuilder text = new StringBuilder();
        line(
                text,
                widths,
                widths.keySet().stream()
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .toList());
        for (JsonNode row : rows) {
            line(
                    text,
                    widths,
                    widths.keySet().stream().map(name -> words(row.path(name))).toList());
        }
        return text.toString();
    }

    private static List<JsonNode> rows(String json) {
        try {
            List<JsonNode> rows = new ArrayList<>();
            new ObjectMapper().readTree(json).forEach(rows::add);
            return rows;
        } catch (JsonProcessingException foreign) {
            throw new IllegalStateException("that was no table of a router", foreign);
        }
    }

    private static String words(JsonNode cell) {
        return cell.asText().isEmpty() ? "-" : Printable.of(cell.asText());
    }

    private static void line(StringBuilder text, Map<String, Integer> widths, List<String> cells) {
        StringBuilder line = new StringBuilder();
        int i = 0;
        for (int width : widths.values()) {
            line.append(String.format(Locale.ROOT, "%-" + width + "s  ", cells.get(i++)));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
