package io.sluice.conformance.wire;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A message as it was read. Characters are bytes.
 *
 * @param position where in its stream it starts
 * @param end where it ends, or so far as it goes
 * @param faults what a strict reader objects to
 */
record Message(
        String startLine,
        List<Field> fields,
        String body,
        List<Field> trailers,
        boolean complete,
        List<String> faults,
        int position,
        int end) {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}).*");

    /** @param value without the blanks around it */
    record Field(String name, String value) {}

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    /** 0 if there is none. */
    int status() {
        Matcher line = STATUS.matcher(startLine);
        return line.matches() ? Integer.parseInt(line.group(1)) : 0;
    }

    boolean interim() {
        return status() >= 100 && status() < 200 && status() != 101;
    }

    String method() {
        return startLine.split(" ", 2)[0];
    }

    String target() {
        String[] words = startLine.split(" ", 3);
        return words.length > 1 ? words[1] : "";
    }
}
