package io.sluice.watcher.seldon;

import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import java.util.regex.Pattern;

/** Go's {@code strconv.Atoi}, with its texts: what the operator says of a malformed value. */
final class GoIntegers {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private GoIntegers() {}

    /**
     * @param field where the text stands, for people
     * @throws Refusal in Go's words
     */
    static long atoi(String text, String field) {
        if (!INTEGER.matcher(text).matches()) {
            throw refused(field, "strconv.Atoi: parsing " + quote(text) + ": invalid syntax");
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException outOfRange) {
            throw refused(field, "strconv.Atoi: parsing " + quote(text) + ": value out of range");
        }
    }

    /** As the operator reads a first port: 32 bits of it, and the default where it is no number. */
    static int portOr(String text, int otherwise) {
        try {
            return (int) atoi(text, "");
        } catch (Refusal malformed) {
            return otherwise;
        }
    }

    private static Refusal refused(String field, String sentence) {
        return new Refusal(Code.REFUSED, field, sentence);
    }

    /** As Go quotes a text in an error. */
    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            switch (character) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (character < ' ' || character == 0x7f) {
                        quoted.append(String.format("\\x%02x", character));
                    } else {
                        quoted.appendCodePoint(character);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }
}
