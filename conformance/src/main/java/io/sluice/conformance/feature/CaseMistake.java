package io.sluice.conformance.feature;

/** The files of a case, or the waiting list, are wrong; the message names the place. */
public final class CaseMistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public CaseMistake(String message) {
        super(message);
    }
}
