package io.sluice.watcher.migrate;

import io.sluice.watcher.problem.Problem;

/**
 * Something that changes.
 *
 * @param object {@code VirtualService my-ns/canary}
 * @param field path inside the object; empty for the whole
 * @param sentence what changes for whom
 * @param file where the object was read; empty if nowhere
 * @param line in that file; 0 if it is not known
 */
public record Finding(Hazard hazard, String object, String field, String sentence, String file, int line) {

    static Finding of(Hazard hazard, Problem problem) {
        return new Finding(
                hazard, problem.object(), problem.field(), problem.sentence(), problem.file(), problem.line());
    }

    @Override
    public String toString() {
        String place = line == 0 ? file : file + ":" + line;
        return hazard + " " + object + (field.isEmpty() ? "" : " " + field) + ": " + sentence
                + (file.isEmpty() ? "" : " (" + place + ")");
    }
}
