package io.sluice.router.route;

import io.sluice.router.failure.Failure;
import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.loop.LoopRandom;
import io.sluice.router.telemetry.Meters;
import io.sluice.table.Destination;
import io.sluice.table.Split;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to draw a destination among so many?
 *
 * <p>Running totals are walked from the first. A table to look up in would pay only if ten destinations cost more than two by
 * tens of nanoseconds: nobody splits further.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SplitBenchmark {
    @Param({"2", "10"})
    public int destinations;

    private final LoopRandom random = new LoopRandom(42);
    private @Nullable CompiledSplit split;

    @Setup
    public void compile() {
        var meter = new Meters(1).unrouted();
        split = new CompiledSplit(
                new Split(IntStream.range(0, destinations)
                        .mapToObj(i -> new Destination("cluster-" + i, 10))
                        .toList()),
                declared -> new CompiledDestination(null, Failure.NO_CLUSTER, CompiledHeaders.NONE, meter));
    }

    @Benchmark
    public @Nullable CompiledDestination draw() {
        CompiledSplit compiled = split;
        return compiled == null ? null : compiled.draw(random);
    }
}
