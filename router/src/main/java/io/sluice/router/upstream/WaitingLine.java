package io.sluice.router.upstream;

import org.jspecify.annotations.Nullable;

/** Requests that wait for a connection, first come, first served. Whoever leaves does so from anywhere. Confined to its event loop. */
final class WaitingLine {
    private @Nullable ConnectionWaiter first;
    private @Nullable ConnectionWaiter last;
    private int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(ConnectionWaiter waiter) {
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
    }

    @Nullable
    ConnectionWaiter poll() {
        ConnectionWaiter polled = first;
        if (polled != null) {
            remove(polled);
        }
        return polled;
    }

    /** False if it does not stand in line. */
    boolean remove(ConnectionWaiter waiter) {
        if (!waiter.inLine) {
            return false;
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
        return true;
    }
}
