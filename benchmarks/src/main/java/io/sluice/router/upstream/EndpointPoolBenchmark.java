package io.sluice.router.upstream;

import io.sluice.router.InMemoryRouter;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.StreamOpener;
import io.sluice.router.http.h1.ClientConnection;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost to take a warm connection out of its pool, and to put it back? Two readings of the clock are part of it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class EndpointPoolBenchmark {
    private final InMemoryRouter router = new InMemoryRouter();
    private final EndpointPool pool = router.pool();
    private final Taker taker = new Taker();

    private static final class Taker extends ConnectionWaiter {
        private @Nullable ClientConnection taken;

        @Override
        protected void onConnected(StreamOpener connection) {
            taken = (ClientConnection) connection;
        }

        @Override
        protected void onConnectFailed(Failure why) {
            throw new IllegalStateException("no warm connection: " + why);
        }
    }

    @Benchmark
    public @Nullable ClientConnection takeAndPutBack() {
        pool.acquire(taker);
        ClientConnection taken = taker.taken;
        if (taken != null) {
            pool.reusable(taken);
        }
        router.turn();
        return taken;
    }

    @TearDown
    public void close() {
        router.close();
    }
}
