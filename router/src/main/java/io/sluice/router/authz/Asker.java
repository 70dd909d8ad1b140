package io.sluice.router.authz;

/** Who waits for an authorizer: a request at the router, a try at a pod, a copy at one. */
public interface Asker {
    /**
     * The request as the authorizer is shown it.
     *
     * @param bodyBytes so much of its body at most
     */
    Asked shown(int bodyBytes);

    /** How much of the request's body has come. */
    int bodyBytes();

    boolean bodyEnded();

    /** The authorizer is to see a body that may come only when its client is told to send it. */
    void goOn();

    /** Told once, perhaps before the question has returned. */
    void answered(Verdict verdict);
}
