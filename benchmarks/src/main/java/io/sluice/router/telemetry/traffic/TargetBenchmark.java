package io.sluice.router.telemetry.traffic;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.UpstreamProtocol;
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
 * What does it cost to tell of an exchange as Istio's two reporters do: a series found by its status, a count and three histograms, twice?
 *
 * <p>If that came near 200 ns, 2 % of a small request's CPU, both reporters would share their rows where an exchange took one try.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class TargetBenchmark {
    private final Target target = new TrafficMeters(2)
            .endpoint(
                    Cluster.plain("model.ns.svc.cluster.local", 8000, "main", UpstreamProtocol.HTTP1),
                    Workload.UNKNOWN,
                    false);

    /** Nanoseconds; they differ from exchange to exchange, as buckets do. */
    private long latency = 300_000;

    @Benchmark
    public void bothReporters() {
        latency = latency * 31 % 20_000_003;
        int kind = Kind.http(200);
        target.exchange(1, Source.UNKNOWN, Party.NOT_KNOWN, kind, "-", latency, 400, 300);
        target.attempt(1, Source.UNKNOWN, Party.NOT_KNOWN, kind, "-", latency, 400, 300);
    }
}
