package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.match.HostPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
 * What does it cost to find a request's host among so many, as a mesh with one name a model must?
 *
 * <p>The index must feel the length of the name alone: for exact names one hash, for wildcards one walk. If 10,000 hosts cost
 * more than 300 ns we would keep a trie of reversed names instead.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class HostMatchBenchmark {
    private static final int NAMES = 256;

    @Param({"10", "1000", "10000"})
    public int hosts;

    @Param({"exact", "wildcard"})
    public String pattern = "";

    private final byte[][] names = new byte[NAMES][];
    private HostIndex index = new HostIndex(List.of());
    private int next;

    @Setup
    public void compile() {
        boolean wildcard = pattern.equals("wildcard");
        List<HostIndex.Entry> entries = new ArrayList<>();
        for (int i = 0; i < hosts; i++) {
            Domain domain = Domain.of(HostPattern.of((wildcard ? "*." : "") + name(i)));
            Host declared = new Host("host-" + i, List.of(domain), List.of(), false);
            entries.add(new HostIndex.Entry(domain, new CompiledHost(declared, List.of())));
        }
        index = new HostIndex(entries);
        Random random = new Random(42);
        for (int i = 0; i < NAMES; i++) {
            int host = random.nextInt(hosts);
            names[i] = Ascii.bytes((wildcard ? "v1." : "") + name(host) + ":8000");
            CompiledHost found = index.find(names[i], 0, names[i].length, null);
            if (found == null || !found.declared().name().equals("host-" + host)) {
                throw new IllegalStateException("the wrong host was found");
            }
        }
    }

    private static String name(int i) {
        return "model-" + i + ".team-" + i % 40 + ".svc.cluster.local";
    }

    @Benchmark
    public @Nullable CompiledHost find() {
        next = (next + 1) & (NAMES - 1);
        byte[] name = names[next];
        return index.find(name, 0, name.length, null);
    }
}
