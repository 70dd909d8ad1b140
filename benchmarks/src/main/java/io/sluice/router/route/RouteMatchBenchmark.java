package io.sluice.router.route;

import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.http.RequestHead;
import io.sluice.router.telemetry.Meters;
import io.sluice.table.DirectResponse;
import io.sluice.table.Origin;
import io.sluice.table.Route;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
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
 * What does it cost to find a request's route among so many, as a gateway with one host for all models must?
 *
 * <p>The index must not feel the number of routes: each model adds a prefix of its own. Asking one after the other, measured
 * beside it, is the specification. If that were as fast at 10 routes and no more than a microsecond slower at 1,000, the
 * index would go. If the index cost more than 200 ns at 10,000, we would look for another.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class RouteMatchBenchmark {
    private static final int HEADS = 256;
    private static final String CALL = "api/v1.0/predictions";
    private static final Origin ORIGIN = new Origin("VirtualService", "ns", "models", "http");

    @Param({"10", "1000", "10000"})
    public int routes;

    /** How a model's path is declared: Seldon's operator writes prefixes, people also exact paths. */
    @Param({"prefix", "exact"})
    public String uri = "";

    private final RequestHead[] heads = new RequestHead[HEADS];
    private RouteIndex index = new RouteIndex.InOrder(List.of());
    private RouteIndex inOrder = index;
    private int next;

    @Setup
    public void compile() {
        var meter = new Meters(1).unrouted();
        List<Route> declared = IntStream.range(0, routes).mapToObj(this::route).toList();
        List<CompiledRoute> compiled = declared.stream()
                .map(route -> new CompiledRoute(
                        route.name(),
                        new RequestMatcher(route.match()),
                        new CompiledResponse(200, new byte[0]),
                        null,
                        null,
                        CompiledHeaders.NONE,
                        meter,
                        route.origin()))
                .toList();
        index = RouteIndex.of(compiled, declared);
        inOrder = new RouteIndex.InOrder(compiled);
        Random random = new Random(42);
        for (int i = 0; i < HEADS; i++) {
            heads[i] = head(prefix(random.nextInt(routes)) + CALL);
            requireSame(heads[i]);
        }
    }

    private void requireSame(RequestHead head) {
        CompiledRoute found = index.firstMatch(head, null, null);
        if (found == null || !found.equals(inOrder.firstMatch(head, null, null))) {
            throw new IllegalStateException("index and specification disagree on a route");
        }
    }

    @Benchmark
    public @Nullable CompiledRoute index() {
        return index.firstMatch(nextHead(), null, null);
    }

    @Benchmark
    public @Nullable CompiledRoute oneAfterTheOther() {
        return inOrder.firstMatch(nextHead(), null, null);
    }

    private RequestHead nextHead() {
        next = (next + 1) & (HEADS - 1);
        return heads[next];
    }

    private Route route(int i) {
        RequestMatch match = RequestMatch.ofPath(
                uri.equals("exact")
                        ? new PathMatch.Exact(prefix(i) + CALL, false)
                        : new PathMatch.Prefix(prefix(i), false));
        return new Route("model-" + i, match, new DirectResponse(200, ""), ORIGIN);
    }

    /** As Seldon's operator names them: by namespace and deployment. */
    private static String prefix(int i) {
        return "/seldon/team-" + i % 40 + "/model-" + i + "/";
    }

    private static RequestHead head(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.US_ASCII);
        RequestHead head = new RequestHead();
        System.arraycopy(bytes, 0, head.fields().room(bytes.length), 0, bytes.length);
        head.fields().grown(bytes.length);
        head.path(0, bytes.length, true);
        return head;
    }
}
