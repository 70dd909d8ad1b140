package io.sluice.router.explain;

import io.sluice.table.Origin;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How it ends for a request. */
public sealed interface Outcome {

    /**
     * It is sent on.
     *
     * @param request {@code POST /rewritten HTTP/1.1}
     * @param headers operations of the route, a line each
     * @param timeout null = none
     * @param retries after the first attempt
     * @param retryOn words of {@code retryOn}, sorted
     * @param perTryTimeout null = none
     */
    record Forwarded(
            String request,
            List<String> headers,
            List<Share> destinations,
            @Nullable Duration timeout,
            int retries,
            List<String> retryOn,
            @Nullable Duration perTryTimeout,
            List<Copy> shadows)
            implements Outcome {
        public Forwarded {
            headers = List.copyOf(headers);
            destinations = List.copyOf(destinations);
            retryOn = List.copyOf(retryOn);
            shadows = List.copyOf(shadows);
        }
    }

    /**
     * A destination.
     *
     * @param percent of the requests
     * @param host the {@code Host} it receives
     * @param ready {@code address:port} each
     * @param draining the same: used only when none is ready
     * @param headers operations of this destination, a line each
     * @param trouble what its share is answered, and why; empty = it can be served
     */
    record Share(
            double percent,
            String cluster,
            String host,
            List<String> ready,
            List<String> draining,
            List<String> headers,
            String trouble) {
        public Share {
            ready = List.copyOf(ready);
            draining = List.copyOf(draining);
            headers = List.copyOf(headers);
        }
    }

    /** A shadow. */
    record Copy(double percent, String cluster, List<String> ready, String trouble) {
        public Copy {
            ready = List.copyOf(ready);
        }
    }

    /**
     * Its connection is passed on unopened: nobody here sees a request.
     *
     * @param serverName that its handshake asks for; empty = none
     * @param names of the route, one of which it is
     */
    record Passed(String serverName, String names, Origin origin, List<Branch> destinations) implements Outcome {
        public Passed {
            destinations = List.copyOf(destinations);
        }
    }

    /**
     * A destination of connections.
     *
     * @param percent of the connections
     * @param ready {@code address:port} each
     * @param trouble by what its share is closed, or what else becomes of it; empty = there is nothing to say
     */
    record Branch(double percent, String cluster, List<String> ready, String trouble) {
        public Branch {
            ready = List.copyOf(ready);
        }
    }

    record Redirected(int status, String location) implements Outcome {}

    /** @param by whose answer it is: a route's {@code directResponse}, or the router's own */
    record Answered(int status, String body, String by) implements Outcome {}

    /** No connection would take it for a request that can be routed. */
    record Refused(int status, String reason) implements Outcome {}

    /**
     * 404, or no connection at all.
     *
     * @param status 0 = no connection
     * @param nearest what may have been meant, the likeliest first, a sentence each
     */
    record Missed(int status, String reason, List<String> nearest) implements Outcome {
        public Missed {
            nearest = List.copyOf(nearest);
        }
    }
}
