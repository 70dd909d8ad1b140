package io.sluice.router.telemetry;

import io.sluice.router.telemetry.traffic.Kind;
import io.sluice.router.telemetry.traffic.Party;
import io.sluice.router.telemetry.traffic.Source;
import io.sluice.router.telemetry.traffic.Target;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.UpstreamProtocol;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeUnit;
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
 * How long does a scrape of ten thousand series take: lines of Istio's labels, from two event loops, as text and packed?
 *
 * <p>50 ms is what it may. Beyond it lines would be written without the snapshots between.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ScrapeBenchmark {
    private static final int LOOPS = 2;

    @Param({"10000", "100000"})
    int series;

    @Param({"", "gzip"})
    String encoding = "";

    private final Meters meters = new Meters(LOOPS);

    /** As many destinations as it takes. */
    @Setup
    public void count() {
        int made = 0;
        for (int i = 0; made < series; i++) {
            String name = "model-" + i + ".ns.svc.cluster.local";
            Target target = meters.traffic()
                    .endpoint(
                            Cluster.plain(name, 8000, "main", UpstreamProtocol.HTTP1),
                            new Workload("ns", "model-" + i + "-0", Map.of("app", "model", "version", "main")),
                            false);
            ExchangeMeter meter = meters.exchanges(new SeriesKey(name, "predict", "outbound|8000|main|" + name));
            for (int loop = 0; loop < LOOPS; loop++) {
                target.exchange(loop, Source.UNKNOWN, Party.NOT_KNOWN, Kind.http(200), "-", 1_000_000, 400, 300);
                target.attempt(loop, Source.UNKNOWN, Party.NOT_KNOWN, Kind.http(200), "-", 1_000_000, 400, 300);
                meter.record(loop, 200, 1_000_000);
            }
            if (i % 16 == 0) {
                made = lines();
            }
        }
        System.out.println(lines() + " series");
    }

    private int lines() {
        String text = new String(scrape(null).body(), StandardCharsets.UTF_8);
        return (int) text.lines().filter(line -> !line.startsWith("#")).count();
    }

    private Exposition scrape(@Nullable String acceptEncoding) {
        return meters.scrape("text/plain", acceptEncoding);
    }

    @Benchmark
    public Exposition scrape() {
        return scrape(encoding);
    }
}
