package io.sluice.router.upstream;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.StreamOpener;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a connection: told once, unless it leaves before that. Its own place in the line, so waiting allocates nothing.
 * Confined to its event loop.
 */
public abstract class ConnectionWaiter {
    @Nullable
    ConnectionWaiter previous;

    @Nullable
    ConnectionWaiter next;

    boolean inLine;

    /** It is one of those that may wait while no connection is being opened for them. */
    boolean pending;

    /** An exchange may, and is to, begin on it. */
    protected abstract void onConnected(StreamOpener connection);

    protected abstract void onConnectFailed(Failure why);
}
