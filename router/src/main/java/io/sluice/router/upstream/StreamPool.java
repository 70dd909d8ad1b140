package io.sluice.router.upstream;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.StreamOpener;
import org.jspecify.annotations.Nullable;

/** The connections of one event loop to one endpoint that speak one protocol. Confined to its event loop. */
public sealed interface StreamPool permits EndpointPool, Http2Pool {

    /** A connection on which an exchange may begin at once; null if there is none. */
    @Nullable
    StreamOpener take();

    /** Has the listener told of a connection as soon as one is open. */
    void connect(ConnectListener listener);

    /** Who waits for a connection. */
    interface ConnectListener {
        /** False if nobody waits any more: then the connection stays with its pool. */
        boolean onConnected(StreamOpener connection);

        void onConnectFailed(Failure why);
    }
}
