package io.sluice.router.http.h2;

import io.sluice.router.http.Http2Limits;

/**
 * Counts what a peer makes us do for nothing: frames that carry no request and no answer, and requests that are given up as soon
 * as they are sent (reliability.md §3.3; CVE-2023-44487, CVE-2025-8671, CVE-2019-9512 and its kin). Each method returns whether
 * that was too much. Confined to its event loop.
 */
final class FloodGuard {
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int MOST_PING_STRIKES = 3;

    /** Each stream may be given so much window before we have sent anything on it. */
    private static final int FREE_WINDOW_UPDATES = 2;

    private static final int FIRST_WINDOW_UPDATES = 5;

    private final Http2Limits limits;

    private long resetsSinceNanos = System.nanoTime();
    private int openedInWindow;
    private int resetsInWindow;

    private long secondSinceNanos = resetsSinceNanos;
    private int settingsInSecond;
    private int unknownInSecond;

    private long lastPingNanos;
    private int pingStrikes;

    private long opened;
    private long dataSent;
    private long priorities;
    private long windowUpdates;
    private int emptyFrames;
    private int malformed;

    FloodGuard(Http2Limits limits) {
        this.limits = limits;
        lastPingNanos = resetsSinceNanos - limits.minPingInterval().toNanos();
    }

    /** A stream has begun. */
    void opened() {
        opened++;
        openedInWindow++;
    }

    /** DATA was sent; a PING may ask how long that took. */
    void dataSent() {
        dataSent++;
        pingStrikes = 0;
    }

    /** A head was sent. */
    void answered() {
        pingStrikes = 0;
    }

    /** A stream was reset, by the peer or for the peer's fault. */
    boolean reset() {
        long now = System.nanoTime();
        if (now - resetsSinceNanos > limits.resetWindow().toNanos()) {
            resetsSinceNanos = now;
            openedInWindow = 0;
            resetsInWindow = 0;
        }
        resetsInWindow++;
        return resetsInWindow > limits.maxResets() && resetsInWindow > openedInWindow / 2;
    }

    boolean malformed() {
        return ++malformed > limits.maxMalformedRequests();
    }

    boolean ping() {
        long now = System.nanoTime();
        boolean early = now - lastPingNanos < limits.minPingInterval().toNanos();
        lastPingNanos = now;
        pingStrikes = early ? pingStrikes + 1 : 0;
        return pingStrikes >= MOST_PING_STRIKES;
    }

    boolean settings() {
        newSecond();
        return ++settingsInSecond > limits.maxSettingsPerSecond();
    }

    boolean unknown() {
        newSecond();
        return ++unknownInSecond > limits.maxUnknownFramesPerSecond();
    }

    private void newSecond() {
        long now = System.nanoTime();
        if (now - secondSinceNanos > SECOND_NANOS) {
            secondSinceNanos = now;
            settingsInSecond = 0;
            unknownInSecond = 0;
        }
    }

    boolean priority() {
        return ++priorities > limits.maxPriorityFrames() * (1 + opened);
    }

    boolean windowUpdate() {
        return ++windowUpdates
                > FIRST_WINDOW_UPDATES + FREE_WINDOW_UPDATES * (opened + limits.maxWindowUpdates() * dataSent);
    }

    /** A DATA frame that carried nothing and ended nothing, or one that did. */
    boolean data(boolean empty) {
        emptyFrames = empty ? emptyFrames + 1 : 0;
        return emptyFrames > limits.maxEmptyFrames();
    }
}
