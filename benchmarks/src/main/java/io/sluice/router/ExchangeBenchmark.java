package io.sluice.router;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
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

/**
 * What does everything between four system calls cost: a small request read, routed by weight, rewritten, sent, and its answer passed
 * on and counted? The embedded channels' own bookkeeping is part of the figure.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Dio.netty.leakDetection.level=disabled")
public class ExchangeBenchmark {
    private final InMemoryRouter router = new InMemoryRouter();
    private final ByteBuf request = request();
    private final ByteBuf response = response();

    /** A small prediction's request; never released. */
    static ByteBuf request() {
        return bytes("POST /seldon/ns/m/api/v1.0/predictions HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Content-Type: application/json\r\nContent-Length: 47\r\n\r\n"
                + "{\"data\":{\"names\":[\"a\",\"b\"],\"ndarray\":[[1,2]]}}\n");
    }

    /** Its answer; never released. */
    static ByteBuf response() {
        return bytes("HTTP/1.1 200 OK\r\nServer: model\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n"
                + "Content-Type: application/json\r\nContent-Length: 16\r\nConnection: keep-alive\r\n\r\n"
                + "{\"data\":[[0.9]]}");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.unreleasableBuffer(
                Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
    }

    @Benchmark
    public void small() {
        router.exchange(request, response);
    }

    @TearDown
    public void close() {
        router.close();
    }
}
