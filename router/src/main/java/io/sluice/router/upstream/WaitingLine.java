package io.sluice.router.upstream;

import io.sluice.router.upstream.limit.Allowance;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait for a connection, first come, first served. Whoever leaves does so from anywhere. Confined to its event loop.
 *
 * <p>Who has a connection opened for it is not counted against the limit of waiting requests: that it is there only in a moment
 * is not the cluster's fault.
 */
final class WaitingLine {
    private final Allowance pending;
    private @Nullable ConnectionWaiter first;
    private @Nullable ConnectionWaiter last;
    private int size;

    WaitingLine(Allowance pending) {
        this.pending = pending;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /**
     * False if too many wait already.
     *
     * @param served whether a connection is, or will be, under way for it
     */
    boolean add(ConnectionWaiter waiter, boolean served) {
        if (!served && !pending.take()) {
            return false;
        }
        waiter.pending = !served;
        ConnectionWaiter before = last;
        waiter.previous = before;
        waiter.next = null;
        waiter.inLine = true;
        if (before == null) {
            first = waiter;
        } else {
            before.next = waiter;
        }
        last = waiter;
        size++;
        return true;
    }

    @Nullable
    ConnectionWaiter poll() {
        ConnectionWaiter polled = first;
        if (polled != null) {
            remove(polled);
        }
        return polled;
    }

    /** Nothing happens if it does not stand in line. */
    void remove(ConnectionWaiter waiter) {
        if (!waiter.inLine) {
            return;
        }
        ConnectionWaiter before = waiter.previous;
        ConnectionWaiter after = waiter.next;
        if (before == null) {
            first = after;
        } else {
            before.next = after;
        }
        if (after == null) {
            last = before;
        } else {
            after.previous = before;
        }
        waiter.previous = null;
        waiter.next = null;
        waiter.inLine = false;
        size--;
        if (waiter.pending) {
            waiter.pending = false;
            pending.giveBack();
        }
    }
}
