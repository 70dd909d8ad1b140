package io.sluice.watcher.certificate;

/** A text is not what it should be. The sentence quotes nothing of it. */
public final class BadPem extends Exception {
    private static final long serialVersionUID = 1L;

    BadPem(String sentence) {
        super(sentence, null, false, false);
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
