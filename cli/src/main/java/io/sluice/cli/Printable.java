package io.sluice.cli;

import java.util.Locale;

/** What others have written, for a terminal: nothing in it moves the cursor or turns the direction of writing. */
final class Printable {
    private Printable() {}

    static String of(String text) {
        StringBuilder printable = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Character.isISOControl(c) || Character.getType(c) == Character.FORMAT) {
                printable.append(String.format(Locale.ROOT, "\\u%04x", c));
            } else {
                printable.appendCodePoint(c);
            }
        });
        return printable.toString();
    }
}
