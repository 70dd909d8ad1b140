package io.sluice.watcher.admission;

import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.HeaderOperations.Edits;
import io.sluice.table.policy.HeaderOperations.Field;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads {@code headers} of a rule or a destination (istio.md §1.6). */
final class HeadersReader {
    private HeadersReader() {}

    static HeaderOperations read(Reader headers) {
        Edits request = headers.object("request", HeadersReader::edits);
        Edits response = headers.object("response", HeadersReader::edits);
        return new HeaderOperations(request == null ? Edits.NONE : request, response == null ? Edits.NONE : response);
    }

    private static Edits edits(Reader operations) {
        List<String> remove = operations.texts("remove").stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
        if (remove.contains("host")) {
            throw operations.invalid("remove", "header host cannot be removed");
        }
        return new Edits(remove, fields(operations, "set"), fields(operations, "add"));
    }

    private static List<Field> fields(Reader operations, String kind) {
        Map<String, String> declared = operations.textMap(kind);
        List<Field> fields = new ArrayList<>();
        declared.forEach((name, value) -> {
            String field = kind + "." + name;
            if (!name.matches(":?[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw operations.invalid(field, "\"" + name + "\" is no header name");
            }
            if (value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
                throw operations.invalid(field, "a header value holds no control characters");
            }
            boolean host = name.equalsIgnoreCase("host") || name.equalsIgnoreCase(":authority");
            if (!host && value.replace("%%", "").contains("%")) {
                operations.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        field,
                        "format strings are not run by this router yet; the header is left as it is (%% writes a %)");
            } else {
                fields.add(new Field(host ? "host" : name.toLowerCase(Locale.ROOT), value));
            }
        });
        return fields;
    }
}
