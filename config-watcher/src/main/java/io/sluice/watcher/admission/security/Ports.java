package io.sluice.watcher.admission.security;

import io.sluice.table.policy.Authorization.Values;
import io.sluice.watcher.admission.field.Reader;
import java.util.List;
import java.util.regex.Pattern;

/** Ports as policies write them: texts. */
final class Ports {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,5}");
    private static final int MOST = 65535;

    private Ports() {}

    static void check(Reader reader, String field, Values values) {
        for (List<String> list : List.of(values.any(), values.none())) {
            for (String text : list) {
                boolean number = NUMBER.matcher(text).matches();
                if (!number || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MOST) {
                    throw reader.refused(field, "\"" + text + "\" is no port: 1 to 65535");
                }
            }
        }
    }
}
