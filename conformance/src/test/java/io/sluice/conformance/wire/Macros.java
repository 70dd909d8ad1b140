package io.sluice.conformance.wire;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${…}} in the corpus's strings. Every character of a string is one byte. */
final class Macros {
    static final String PREFIX = "/seldon/ns/m";
    private static final String SMUGGLED = "GET " + PREFIX + "/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Pattern MACRO = Pattern.compile("\\$\\{([^}]*)}");
    private static final Pattern LENGTH = Pattern.compile("([nx]):S(?:\\+(\\d+))?");

    private Macros() {}

    /** @param current the byte of {@code each}; −1 = there is none */
    static String text(String text, int current) {
        return MACRO.matcher(text).replaceAll(found -> Matcher.quoteReplacement(one(found.group(1), current)));
    }

    private static String one(String key, int current) {
        return switch (key) {
            case "P" -> PREFIX;
            case "p" -> PREFIX.substring(1);
            case "S" -> SMUGGLED;
            case "b" -> String.valueOf((char) current);
            default -> lengthOrRepetition(key);
        };
    }

    private static String lengthOrRepetition(String key) {
        Matcher length = LENGTH.matcher(key);
        if (length.matches()) {
            int more = length.group(2) == null ? 0 : Integer.parseInt(length.group(2));
            int bytes = SMUGGLED.length() + more;
            return length.group(1).equals("n") ? Integer.toString(bytes) : Integer.toHexString(bytes);
        }
        int star = key.lastIndexOf('*');
        return key.substring(0, star).repeat(Integer.parseInt(key.substring(star + 1)));
    }
}
