package io.sluice.watcher.source;

/** Text that is no YAML we can read: where, and why. Caught where files are read. */
final class Malformed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;

    /** @param line the first is 1 */
    Malformed(int line, String sentence) {
        super(sentence, null, false, false);
        this.line = line;
    }

    int line() {
        return line;
    }

    String sentence() {
        return String.valueOf(getMessage());
    }
}
