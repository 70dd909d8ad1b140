package io.sluice.watcher.problem;

import java.util.Locale;

/**
 * A remark about a manifest.
 *
 * @param object {@code VirtualService my-ns/canary}, or a file's name if no object could be told
 * @param field path inside the object ({@code spec.http[0].route[1].weight}); empty for the whole
 * @param sentence what is wrong and how to mend it; one line, however long the value that it quotes
 * @param file where it was read; empty if it was made from several
 * @param line in that file, the first is 1; 0 if it is not known
 */
public record Problem(
        Severity severity, Code code, String object, String field, String sentence, String file, int line) {
    private static final int LONGEST = 600;

    public Problem {
        object = oneLine(object);
        field = oneLine(field);
        sentence = oneLine(sentence);
    }

    public Problem(Severity severity, Code code, String object, String field, String sentence, String file) {
        this(severity, code, object, field, sentence, file, 0);
    }

    /** The same, at a line of its file. */
    public Problem at(int known) {
        return new Problem(severity, code, object, field, sentence, file, known);
    }

    /** What authors write is quoted, and must neither fill a log nor forge a line of it. */
    private static String oneLine(String text) {
        String shorter = text.length() <= LONGEST
                ? text
                : text.substring(0, LONGEST / 2) + " … " + text.substring(text.length() - LONGEST / 2);
        return shorter.chars().noneMatch(Character::isISOControl)
                ? shorter
                : shorter.replaceAll("\\p{Cntrl}", "\uFFFD");
    }

    /** {@code file:line}, as editors and terminals understand it; empty if there is none. */
    public String place() {
        return line == 0 ? file : file + ":" + line;
    }

    @Override
    public String toString() {
        return severity.name().toLowerCase(Locale.ROOT)
                + " "
                + code
                + " "
                + object
                + (field.isEmpty() ? "" : " " + field)
                + ": "
                + sentence
                + (file.isEmpty() ? "" : " (" + place() + ")");
    }
}
