package io.sluice.router.upstream;

/** The connections of one event loop to one endpoint that speak one protocol. Confined to its event loop. */
public sealed interface StreamPool permits EndpointPool, Http2Pool {

    /**
     * Has the waiter told of a connection: at once if one is free, or at once that there are too many who wait. Whoever is told of
     * one says {@link UpstreamEndpoint#released} when its exchange is over.
     */
    void acquire(ConnectionWaiter waiter);

    /** The waiter is told nothing more; a connection that is being opened for it stays with the pool. */
    void leave(ConnectionWaiter waiter);
}
