package io.sluice.cli;

import java.util.Locale;
import java.util.stream.Collectors;

/** What others have written, for a terminal: nothing in it moves the cursor, ends the line or turns the direction of writing. */
final class Printable {
    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (Character.getType(c)) {
                case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                    Character.toString(c)
                            .chars()
                            .forEach(unit -> printable.append(String.format(Locale.ROOT, "\\u%04x", unit)));
                default -> printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }

    /** The same of JSON on several lines, which it stays. */
    static String ofJson(String json) {
        return json.lines().map(Printable::of).collect(Collectors.joining("\n"));
    }
}
