package io.sluice.watcher.kubernetes;

import java.io.IOException;

/** The API server has answered, and not with what was asked for. */
final class Refused extends IOException {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status, String reason) {
        super(reason.isEmpty() ? "it answers " + status : "it answers " + status + ": " + reason);
        this.status = status;
    }

    /** Of HTTP, or of an event that says the same. */
    int status() {
        return status;
    }

    boolean gone() {
        return status == 410;
    }

    boolean absent() {
        return status == 404;
    }

    boolean forbidden() {
        return status == 403;
    }
}
