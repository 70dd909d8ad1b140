package io.sluice.watcher.problem;

/**
 * A remark about a manifest.
 *
 * @param object {@code VirtualService my-ns/canary}, or a file's name if no object could be told
 * @param field path inside the object ({@code spec.http[0].route[1].weight}); empty for the whole
 * @param sentence what is wrong and how to mend it
 * @param file where it was read; empty if it was made from several
 */
public record Problem(Severity severity, Code code, String object, String field, String sentence, String file) {
    @Override
    public String toString() {
        return severity.name().toLowerCase(java.util.Locale.ROOT)
                + " "
                + code
                + " "
                + object
                + (field.isEmpty() ? "" : " " + field)
                + ": "
                + sentence
                + (file.isEmpty() ? "" : " (" + file + ")");
    }
}
