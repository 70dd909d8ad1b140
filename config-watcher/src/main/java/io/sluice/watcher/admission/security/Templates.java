package io.sluice.watcher.admission.security;

import io.sluice.table.policy.Authorization.Values;
import io.sluice.watcher.admission.field.Reader;
import java.util.List;

/** Paths with <code>{*}</code> and <code>{**}</code>, as Istio's webhook takes them (istio.md §4.3). */
final class Templates {
    private static final String ONE = "{*}";
    private static final String REST = "{**}";

    private Templates() {}

    static void check(Reader reader, String field, Values paths) {
        for (List<String> list : List.of(paths.any(), paths.none())) {
            list.forEach(path -> check(reader, field, path));
        }
    }

    private static void check(Reader reader, String field, String path) {
        boolean template = path.contains(ONE) || path.contains(REST);
        boolean rest = false;
        for (String segment : path.split("/", -1)) {
            boolean operator = segment.equals(ONE) || segment.equals(REST);
            if (operator && rest) {
                throw reader.refused(field, "invalid or unsupported path " + path + ", {**} is not the last operator");
            }
            rest |= segment.equals(REST);
            if (!operator && (segment.contains("{") || segment.contains("}"))) {
                throw reader.refused(
                        field,
                        "invalid or unsupported path " + path
                                + ", contains '{' or '}' beyond a supported path template");
            }
            if (!operator && template && segment.contains("*")) {
                throw reader.refused(
                        field,
                        "invalid or unsupported path " + path + ", contains '*' beyond a supported path template");
            }
        }
    }
}
