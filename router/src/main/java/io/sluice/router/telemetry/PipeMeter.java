package io.sluice.router.telemetry;

/**
 * Counts of the connections of one cluster whose TLS is not opened here. <em>Shared</em>, as its counters are.
 *
 * @param opened joined to an endpoint
 * @param closed of those
 * @param failed not joined: nobody was there, could be reached, or may be
 * @param received bytes from clients
 * @param sent bytes to clients
 */
public record PipeMeter(
        LoopCounter opened, LoopCounter closed, LoopCounter failed, LoopCounter received, LoopCounter sent) {
    static PipeMeter of(int loops) {
        return new PipeMeter(
                new LoopCounter(loops),
                new LoopCounter(loops),
                new LoopCounter(loops),
                new LoopCounter(loops),
                new LoopCounter(loops));
    }

    boolean counted() {
        return opened.sum() + failed.sum() > 0;
    }

    /** Open now. */
    long open() {
        // In this order, so that a close between the two is not counted before its opening.
        long gone = closed.sum();
        return opened.sum() - gone;
    }
}
