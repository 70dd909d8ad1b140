package io.sluice.watcher;

import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;

/** Where tables go. Called by one thread; the endpoints of new clusters come before the table that names them. */
public interface Publisher {
    void publish(Endpoints endpoints);

    void publish(RoutingTable table);

    /** What came of a change, once it is in force. */
    default void applied(Applied applied) {}

    /**
     * The table that was published last is in force.
     *
     * @param changes what it says that the one before it did not, in a line for people
     */
    default void changed(long generation, String changes) {}
}
