package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.util.ResourceLeakDetector;
import io.sluice.router.Fixture.Policy;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.policy.AccessLog;
import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an exchange costs in garbage: counted on the event loop's own thread, so it does not vary with the machine. */
@Timeout(120)
class AllocationTest {
    private static final int WARM_UP = 30_000;
    private static final int COUNTED = 20_000;
    private static final long MOST_BYTES = 256;
    private static final RouterConfig CONFIG =
            RouterConfig.defaults().withEventLoops(1).withSeed(1);

    @TempDir
    private Path directory;

    @Test
    void aSmallExchangeAllocatesNextToNothing() throws Exception {
        smallExchange(CONFIG);
    }

    /** Its line is made of what is there already. */
    @Test
    void norDoesOneThatIsWrittenDown() throws Exception {
        List<AccessLog.Entry> entries = new ArrayList<>();
        entries.add(entry(new Piece.StartTime("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")));
        for (String header : List.of(":method", ":authority", "user-agent", "x-request-id", "x-forwarded-for")) {
            entries.add(entry(new Piece.RequestHeader(header, null)));
        }
        entries.add(entry(new Piece.RequestHeader("x-envoy-original-path", ":path")));
        for (Attribute attribute : Attribute.values()) {
            entries.add(entry(new Piece.Of(attribute)));
        }
        String file = directory.resolve("access.log").toString();
        smallExchange(CONFIG.withAccessLog(new AccessLog(file, new AccessLog.Layout.Json(entries), true, 0)));
    }

    private static AccessLog.Entry entry(Piece piece) {
        return new AccessLog.Entry(piece.toString(), new Format(List.of(piece)));
    }

    private static void smallExchange(RouterConfig config) throws Exception {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        // Tracking leaks makes garbage of its own.
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        try (ScriptedUpstream model = ScriptedUpstream.echo("prediction");
                Fixture fixture =
                        Fixture.start(config, Policy.DEFAULT, Map.of("a", new int[] {model.port()}), Map.of("a", 1));
                RawClient client = fixture.connect()) {
            byte[] request =
                    ("POST /m/api/v1.0/predictions HTTP/1.1\r\nHost: model\r\nUser-Agent: test\r\nAccept: */*\r\n"
                                    + "Content-Type: application/json\r\nContent-Length: 5\r\n\r\nhello")
                            .getBytes(StandardCharsets.US_ASCII);
            exchange(client, request, WARM_UP);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long loop = loopThread(threads);
            long start = threads.getThreadAllocatedBytes(loop);
            exchange(client, request, COUNTED);
            long bytes = (threads.getThreadAllocatedBytes(loop) - start) / COUNTED;
            System.out.println("bytes allocated per exchange: " + bytes);
            assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
    }

    /** HTTP/2 on both sides: frames are read and written, fields compressed, streams come and go. */
    @Test
    void aSmallCallOverHttp2AllocatesNextToNothing() throws Exception {
        ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        int enough = 1 << 30;
        try (Http2Endpoint model = Http2Endpoint.start(peer -> {
                    peer.numbers(Http2Peer.WINDOW_UPDATE, 0, enough);
                    for (Http2Peer.Frame frame = peer.any(); frame != null; frame = peer.any()) {
                        if (frame.last()) {
                            peer.headers(frame.stream(), false, ":status: 200", "content-type: application/grpc")
                                    .data(frame.stream(), false, "reply")
                                    .headers(frame.stream(), true, "grpc-status: 0");
                        }
                    }
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, UpstreamProtocol.HTTP2, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            client.numbers(Http2Peer.WINDOW_UPDATE, 0, enough);
            call(client, 1, WARM_UP);
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long loop = loopThread(threads);
            long start = threads.getThreadAllocatedBytes(loop);
            call(client, 1 + 2 * WARM_UP, COUNTED);
            long bytes = (threads.getThreadAllocatedBytes(loop) - start) / COUNTED;
            System.out.println("bytes allocated per HTTP/2 exchange: " + bytes);
            assertThat(bytes).isLessThanOrEqualTo(MOST_BYTES);
        } finally {
            ResourceLeakDetector.setLevel(before);
        }
    }

    private static void call(Http2Peer client, int firstStream, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            int stream = firstStream + 2 * i;
            client.request(
                            stream,
                            false,
                            "POST",
                            "/m/pkg.Model/Predict",
                            "content-type: application/grpc",
                            "te: trailers")
                    .data(stream, true, "hello");
            Http2Peer.Frame frame = client.required();
            while (!frame.last()) {
                frame = client.required();
            }
        }
    }

    private static void exchange(RawClient client, byte[] request, int times) throws Exception {
        for (int i = 0; i < times; i++) {
            client.send(request).message();
        }
    }

    private static long loopThread(ThreadMXBean threads) {
        return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
                .filter(thread -> thread != null && thread.getThreadName().startsWith("loop-"))
                .mapToLong(java.lang.management.ThreadInfo::getThreadId)
                .max()
                .orElseThrow();
    }
}
