package io.sluice.conformance.protocol;

import java.io.IOException;

/** The peer closed, reset or fell silent before a message was complete. */
public final class ConnectionLost extends IOException {
    private static final long serialVersionUID = 1L;

    /** How, in the words of recordings. */
    public enum Ending {
        REFUSED,
        CLOSED,
        RESET,
        TIMEOUT
    }

    private final Ending ending;
    private final byte[] partial;

    ConnectionLost(Ending ending, byte[] partial) {
        super(ending.name());
        this.ending = ending;
        this.partial = partial;
    }

    public Ending ending() {
        return ending;
    }

    /** What had come of the body. */
    public byte[] partial() {
        return partial.clone();
    }
}
