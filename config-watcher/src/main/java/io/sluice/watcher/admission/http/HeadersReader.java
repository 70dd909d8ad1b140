package io.sluice.watcher.admission.http;

import io.sluice.table.policy.Format;
import io.sluice.table.policy.HeaderOperations;
import io.sluice.table.policy.HeaderOperations.Edits;
import io.sluice.table.policy.HeaderOperations.Field;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code headers} of a rule or a destination (istio.md §1.6). */
final class HeadersReader {
    /** Where a message ends, and whose connection it is, is never an operation's to say. */
    private static final Set<String> OF_THE_CONNECTION =
            Set.of("connection", "content-length", "te", "trailer", "transfer-encoding", "upgrade");

    private HeadersReader() {}

    static HeaderOperations read(Reader headers) {
        Edits request = headers.object("request", HeadersReader::edits);
        Edits response = headers.object("response", HeadersReader::edits);
        return new HeaderOperations(request == null ? Edits.NONE : request, response == null ? Edits.NONE : response);
    }

    private static Edits edits(Reader operations) {
        List<String> remove = new ArrayList<>();
        for (String name : operations.texts("remove")) {
            checkName(operations, "remove", name);
            if (isAuthority(name)) {
                throw operations.invalid("remove", "header " + name + " cannot be removed");
            }
            remove.add(name.toLowerCase(Locale.ROOT));
        }
        Map<String, String> set = operations.textMap("set");
        Map<String, String> add = operations.textMap("add");
        String authority = authority(set);
        return new Edits(
                remove,
                fields(operations, "set", set),
                fields(operations, "add", add),
                authority == null ? authority(add) : authority);
    }

    /** Taken literally; an empty one changes nothing. */
    private static @Nullable String authority(Map<String, String> declared) {
        return declared.entrySet().stream()
                .filter(entry ->
                        isAuthority(entry.getKey()) && !entry.getValue().isEmpty())
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    private static boolean isAuthority(String name) {
        return name.equalsIgnoreCase("host") || name.equalsIgnoreCase(":authority");
    }

    private static List<Field> fields(Reader operations, String kind, Map<String, String> declared) {
        List<Field> fields = new ArrayList<>();
        declared.forEach((name, value) -> {
            String field = kind + "." + name;
            checkName(operations, field, name);
            if (value.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
                throw operations.invalid(field, "a header value holds no control characters");
            }
            Format format = FormatReader.read(operations, field, value);
            String lower = name.toLowerCase(Locale.ROOT);
            if (isAuthority(name)) {
                return;
            }
            if (lower.startsWith(":") || OF_THE_CONNECTION.contains(lower)) {
                operations.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        field,
                        "header " + name + " is the connection's own; it is left as it is");
            } else {
                fields.add(new Field(lower, format));
            }
        });
        return fields;
    }

    private static void checkName(Reader operations, String field, String name) {
        if (!name.matches(":?[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
            throw operations.invalid(field, "\"" + name + "\" is no header name");
        }
    }
}
