package io.sluice.router.telemetry;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to count an exchange: its status, its latency's bucket, the sum?
 *
 * <p>Three release stores into this loop's own row. If that came near 50 ns, counts would be gathered per read and stored once.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExchangeMeterBenchmark {
    private final ExchangeMeter meter = new Meters(2).exchanges(new SeriesKey("model", "predict", "main"));

    /** Nanoseconds; they differ from exchange to exchange, as buckets do. */
    private long latency = 300_000;

    @Benchmark
    public void record() {
        latency = latency * 31 % 20_000_003;
        meter.record(1, 200, latency);
    }
}
