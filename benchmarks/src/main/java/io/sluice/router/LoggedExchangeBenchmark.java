package io.sluice.router;

import io.netty.buffer.ByteBuf;
import io.sluice.table.policy.AccessLog;
import io.sluice.table.policy.AccessLog.Entry;
import io.sluice.table.policy.AccessLog.Layout;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the access log add to an exchange on its event loop, and how much does a line allocate? What {@code json} takes beyond {@code off}
 * is a line's price; {@code errors} should be a hundredth of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 7, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Dio.netty.leakDetection.level=disabled")
public class LoggedExchangeBenchmark {
    @Param({"off", "errors", "json"})
    String log = "";

    private final ByteBuf request = ExchangeBenchmark.request();
    private final ByteBuf response = ExchangeBenchmark.response();
    private @Nullable InMemoryRouter router;

    @Setup
    public void open() {
        router = new InMemoryRouter(
                switch (log) {
                    case "off" -> null;
                    case "errors" -> new AccessLog("/dev/null", json(), false, 10_000);
                    default -> new AccessLog("/dev/null", json(), true, 0);
                });
    }

    /** As many values as Istio's lines have, and this router's own. */
    private static Layout json() {
        List<Entry> entries = new ArrayList<>();
        entries.add(entry("start_time", new Piece.StartTime("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")));
        for (String header : List.of(":method", "x-forwarded-for", "user-agent", "x-request-id", ":authority")) {
            entries.add(entry(header, new Piece.RequestHeader(header, null)));
        }
        entries.add(entry("path", new Piece.RequestHeader("x-envoy-original-path", ":path")));
        for (Attribute attribute : List.of(
                Attribute.ROUTE_NAME,
                Attribute.PROTOCOL,
                Attribute.RESPONSE_CODE,
                Attribute.RESPONSE_FLAGS,
                Attribute.RESPONSE_CODE_DETAILS,
                Attribute.BYTES_RECEIVED,
                Attribute.BYTES_SENT,
                Attribute.DURATION,
                Attribute.UPSTREAM_SERVICE_TIME,
                Attribute.UPSTREAM_HOST,
                Attribute.UPSTREAM_CLUSTER_RAW,
                Attribute.DOWNSTREAM_LOCAL_ADDRESS,
                Attribute.DOWNSTREAM_REMOTE_ADDRESS,
                Attribute.REQUESTED_SERVER_NAME,
                Attribute.SLUICE_VIRTUAL_SERVICE,
                Attribute.SLUICE_RULE,
                Attribute.SLUICE_DESTINATION_SERVICE,
                Attribute.SLUICE_SUBSET,
                Attribute.UPSTREAM_REQUEST_ATTEMPT_COUNT,
                Attribute.SLUICE_OVERHEAD_MICROS,
                Attribute.GRPC_STATUS_NUMBER)) {
            entries.add(entry(attribute.name().toLowerCase(Locale.ROOT), new Piece.Of(attribute)));
        }
        return new Layout.Json(entries);
    }

    private static Entry entry(String key, Piece piece) {
        return new Entry(key, new Format(List.of(piece)));
    }

    @Benchmark
    public void exchange() {
        InMemoryRouter opened = router;
        if (opened != null) {
            opened.exchange(request, response);
        }
    }

    @TearDown
    public void close() {
        if (router != null) {
            router.close();
        }
    }
}
