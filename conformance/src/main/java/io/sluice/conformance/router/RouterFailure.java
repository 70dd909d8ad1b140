package io.sluice.conformance.router;

/** The router did not come up, or did not end as it should; the message holds its log. */
public final class RouterFailure extends Exception {
    private static final long serialVersionUID = 1L;

    RouterFailure(String message) {
        super(message);
    }
}
