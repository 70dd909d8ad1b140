package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Values;
import java.util.List;
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
 * What do so many policies add to a request that all of them are asked about, and none matches: the dearest that can happen?
 *
 * <p>A namespace with one policy a model has some dozens. Up to 1,000 may cost a microsecond; above that the rules would have to be
 * indexed as routes are.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class PolicyBenchmark {
    @Param({"1", "100", "1000"})
    public int policies;

    /** What the rules ask for: whole paths, or beginnings of them. */
    @Param({"exact", "prefix"})
    public String paths = "";

    private final Facts facts = new Facts(0);
    private RequestHead head = new RequestHead();
    private @Nullable CompiledPolicies compiled;
    private final byte[] address = Ascii.bytes("10.0.0.1");

    @Setup
    public void compile() {
        String star = paths.equals("prefix") ? "*" : "";
        List<Rules> deny = IntStream.range(0, policies)
                .mapToObj(i -> new Rules(
                        "p" + i,
                        List.of(new Rule(
                                List.of(),
                                List.of(new Operation(
                                        Values.ALL,
                                        Values.ALL,
                                        Values.ALL,
                                        new Values(List.of("/seldon/ns/model-" + i + "/admin" + star), List.of()))),
                                List.of()))))
                .toList();
        compiled =
                CompiledPolicies.of(null, new Authorization(List.of(), deny, List.of()), new Keys(false), Tallies.NONE);
        head = HeadReading.of(
                        Ascii.bytes("POST /seldon/ns/model-7/api/v1.0/predictions HTTP/1.1\r\nhost: h\r\n\r\n"),
                        Limits.DEFAULT)
                .head();
    }

    @Benchmark
    public @Nullable Denial judge() {
        return compiled == null ? null : compiled.judge(facts.of(head, address, address, address, 8080));
    }
}
