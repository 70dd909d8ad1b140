package io.sluice.cli;

/** A mistake in how we were called: one line, exit 2. */
final class BadUsage extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadUsage(String line) {
        super(line);
    }
}
