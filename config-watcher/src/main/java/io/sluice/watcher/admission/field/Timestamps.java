package io.sluice.watcher.admission.field;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Times as RFC 3339 writes them; read by hand where they look as Kubernetes writes them, since thousands of objects have one. */
public final class Timestamps {
    private static final String PATTERN = "0000-00-00T00:00:00Z";

    private Timestamps() {}

    /** @throws DateTimeException if it is none */
    public static Instant parse(String text) {
        return isUsual(text)
                ? LocalDateTime.of(
                                number(text, 0, 4),
                                number(text, 5, 7),
                                number(text, 8, 10),
                                number(text, 11, 13),
                                number(text, 14, 16),
                                number(text, 17, 19))
                        .toInstant(ZoneOffset.UTC)
                : Instant.parse(text);
    }

    /** In UTC, to the second; a leap second and midnight as 24:00 are for the JDK to understand. */
    private static boolean isUsual(String text) {
        if (text.length() != PATTERN.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char wanted = PATTERN.charAt(i);
            char found = text.charAt(i);
            if (wanted == '0' ? found < '0' || found > '9' : found != wanted) {
                return false;
            }
        }
        return number(text, 11, 13) < 24 && number(text, 17, 19) < 60;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
