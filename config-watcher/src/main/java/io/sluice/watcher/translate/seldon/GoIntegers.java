package io.sluice.watcher.translate.seldon;

import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;

/** Go's {@code strconv.Atoi}, with its texts: what the operator says of a malformed annotation. */
final class GoIntegers {
    private GoIntegers() {}

    static int atoi(String text, String annotation) {
        if (!text.matches("[+-]?\\d+")) {
            throw refused(annotation, "strconv.Atoi: parsing \"" + text + "\": invalid syntax");
        }
        try {
            // The operator keeps 32 bits of it (seldon.md §1.1).
            return (int) Long.parseLong(text.startsWith("+") ? text.substring(1) : text);
        } catch (NumberFormatException outOfRange) {
            throw refused(annotation, "strconv.Atoi: parsing \"" + text + "\": value out of range");
        }
    }

    private static Refusal refused(String annotation, String sentence) {
        return new Refusal(Code.REFUSED, "annotations." + annotation, sentence);
    }
}
