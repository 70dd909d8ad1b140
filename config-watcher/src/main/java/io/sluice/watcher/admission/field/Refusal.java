package io.sluice.watcher.admission.field;

import io.sluice.watcher.problem.Code;

/** An object that is not admitted: which field, and why. Thrown while one is read or checked, caught where it is stored. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;
    private final String field;

    public Refusal(Code code, String field, String sentence) {
        super(sentence, null, false, false);
        this.code = code;
        this.field = field;
    }

    public Code code() {
        return code;
    }

    public String field() {
        return field;
    }

    /** What is wrong and how to mend it. */
    public String sentence() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
