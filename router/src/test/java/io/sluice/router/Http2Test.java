package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Fixture.Policy;
import io.sluice.router.Http2Peer.Frame;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/2 on either side of the router: bytes in, bytes out. */
@Timeout(60)
class Http2Test {
    private static final int CANCEL = 8;
    private static final int REFUSED_STREAM = 7;
    private static final int INTERNAL_ERROR = 2;
    private static final int MAX_CONCURRENT_STREAMS = 3;
    private static final int INITIAL_WINDOW_SIZE = 4;

    private static Fixture http2(Policy policy, int... ports) throws IOException {
        return Fixture.of(policy, UpstreamProtocol.HTTP2, ports);
    }

    /** Answers each request with {@code prediction}, and trailers. */
    private static void predict(Http2Peer peer, Queue<List<String>> seen) throws IOException {
        for (List<String> request = peer.message(); !request.contains("closed"); request = peer.message()) {
            seen.add(request);
            int stream = seen.size() * 2 - 1;
            peer.headers(stream, false, ":status: 200", "content-type: application/grpc")
                    .data(stream, false, "prediction")
                    .headers(stream, true, "grpc-status: 0");
        }
    }

    @Test
    void trailersPassFromHttp2ToHttp2InBothDirections() throws Exception {
        Queue<List<String>> seen = new ConcurrentLinkedQueue<>();
        try (Http2Endpoint model = Http2Endpoint.start(peer -> predict(peer, seen));
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            client.request(1, false, "POST", "/m/x?q=1", "content-type: application/grpc", "te: trailers")
                    .data(1, false, "features")
                    .headers(1, true, "x-checksum: 1");
            List<String> answer = client.message();
            assertThat(answer).contains(":status: 200", "= prediction").endsWith("grpc-status: 0");
            assertThat(seen.remove())
                    .contains(":method: POST", ":scheme: http", ":authority: model", ":path: /x?q=1", "te: trailers")
                    .contains("= features")
                    .endsWith("x-checksum: 1");
        }
    }

    @Test
    void trailersNeverReachHttp1() throws Exception {
        Queue<List<String>> seen = new ConcurrentLinkedQueue<>();
        try (Http2Endpoint model = Http2Endpoint.start(peer -> predict(peer, seen));
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                RawClient client = fixture.connect()) {
            String answer = client.send("POST /m/x HTTP/1.1\r\nHost: model\r\nContent-Length: 8\r\n\r\nfeatures")
                    .message();
            assertThat(answer)
                    .contains("transfer-encoding: chunked", "prediction")
                    .doesNotContain("grpc-status");
            assertThat(seen.remove()).contains("content-length: 8").endsWith("= features");
        }
    }

    @Test
    void anHttp2ClientIsServedByAnHttp1Endpoint() throws Exception {
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (ScriptedUpstream model = ScriptedUpstream.start(peer -> {
                    seen.add(peer.message());
                    peer.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                            + "5\r\nhello\r\n0\r\nx-late: 1\r\n\r\n");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            client.request(1, false, "POST", "/m/x", "cookie: a=1", "cookie: b=2")
                    .data(1, false, "feat")
                    .data(1, false, "ures")
                    .headers(1, true, "x-checksum: 1");
            List<String> answer = client.message();
            assertThat(answer).contains(":status: 200").endsWith("= hello");
            assertThat(String.join("\n", answer)).doesNotContain("transfer-encoding", "connection", "x-late");
            assertThat(seen.remove())
                    .startsWith("post /x http/1.1\r\n")
                    .contains("host: model\r\n", "cookie: a=1; b=2\r\n", "transfer-encoding: chunked\r\n")
                    .doesNotContain("x-checksum");
        }
    }

    @Test
    void anEndpointMaySpeakAsTheClientDoes() throws Exception {
        Queue<List<String>> seen = new ConcurrentLinkedQueue<>();
        try (Http2Endpoint model = Http2Endpoint.start(peer -> predict(peer, seen));
                Fixture fixture = Fixture.of(Policy.DEFAULT, UpstreamProtocol.AS_CLIENT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            assertThat(client.request(1, true, "GET", "/m/x").message()).contains("= prediction");
        }
    }

    @Test
    void aPrefaceInPiecesIsAPrefaceAndWhatOnlyBeginsLikeOneIsNot() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.echo("prediction");
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port())) {
            try (RawClient client = fixture.connect()) {
                client.send("P");
                client.send("R");
                assertThat(client.send("OPFIND /m/x HTTP/1.1\r\nHost: model\r\n\r\n")
                                .message())
                        .contains("prediction");
            }
            try (RawClient client = fixture.connect()) {
                assertThat(client.send("PRI * HTTP/1.1\r\nHost: model\r\n\r\n").message())
                        .startsWith("http/1.1 400 ");
            }
        }
    }

    @Test
    void manyCallsShareAConnectionAndAnotherIsOpenedWhenItIsFull() throws Exception {
        CountDownLatch both = new CountDownLatch(3);
        try (Http2Endpoint model = Http2Endpoint.start(
                        peer -> {
                            for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
                                both.countDown();
                                awaitAll(both);
                                peer.headers(frame.stream(), true, ":status: 200");
                            }
                        },
                        MAX_CONCURRENT_STREAMS,
                        1);
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            // The first waits for its endpoint's settings with its request already sent.
            client.request(1, true, "GET", "/m/x")
                    .request(3, true, "GET", "/m/x")
                    .request(5, true, "GET", "/m/x");
            for (int i = 0; i < 3; i++) {
                assertThat(client.message()).contains(":status: 200");
            }
            assertThat(model.connections()).isBetween(1, 3);
        }
    }

    private static void awaitAll(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(200, TimeUnit.MILLISECONDS)) {
                return; // those behind it wait for this answer
            }
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }

    @Test
    void whatAnEndpointHasNotLookedAtIsSentElsewhere() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Http2Endpoint model = Http2Endpoint.start(peer -> {
                    for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
                        if (frame.type() == Http2Peer.HEADERS) {
                            switch (tries.incrementAndGet()) {
                                case 1 -> peer.numbers(Http2Peer.RST_STREAM, frame.stream(), REFUSED_STREAM);
                                case 2 -> peer.numbers(Http2Peer.GOAWAY, 0, 0, 0);
                                default -> peer.headers(frame.stream(), true, ":status: 200");
                            }
                        }
                    }
                });
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            assertThat(client.request(1, true, "GET", "/m/x").message()).contains(":status: 200");
            assertThat(tries).hasValue(3);
            assertThat(model.connections()).isEqualTo(2);
        }
    }

    @Test
    void aResetByTheEndpointIsToldInWords() throws Exception {
        try (Http2Endpoint model = Http2Endpoint.start(peer -> {
                    for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
                        peer.numbers(Http2Peer.RST_STREAM, frame.stream(), INTERNAL_ERROR);
                    }
                });
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            assertThat(client.request(1, true, "GET", "/m/x").message())
                    .contains(
                            ":status: 503",
                            "= upstream connect error or disconnect/reset before headers. reset reason: remote reset");
        }
    }

    @Test
    void aClientThatCancelsCancelsItsEndpoint() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        try (Http2Endpoint model = Http2Endpoint.start(peer -> {
                    for (Frame frame = peer.next(); frame != null; frame = peer.next()) {
                        if (frame.type() == Http2Peer.HEADERS) {
                            peer.headers(frame.stream(), false, ":status: 200");
                        } else if (frame.type() == Http2Peer.RST_STREAM && frame.number(0) == CANCEL) {
                            cancelled.countDown();
                        }
                    }
                });
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            client.request(1, false, "POST", "/m/x");
            assertThat(client.fields(client.required())).contains(":status: 200");
            client.numbers(Http2Peer.RST_STREAM, 1, CANCEL);
            assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anAnswerThatIsCutIsResetAndNotEnded() throws Exception {
        try (ScriptedUpstream model = ScriptedUpstream.start(peer -> {
                    peer.message();
                    peer.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort");
                });
                Fixture fixture = Fixture.of(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            assertThat(client.request(1, true, "GET", "/m/x").message()).endsWith("reset " + INTERNAL_ERROR);
        }
    }

    /** Ten megabytes to a client that reads step by step: the endpoint is never far ahead of it. */
    @Test
    void aSlowClientHoldsUpItsEndpointAndNothingPilesUp() throws Exception {
        int total = 10 << 20;
        int most = 4 << 20;
        AtomicLong sent = new AtomicLong();
        AtomicLong received = new AtomicLong();
        AtomicLong ahead = new AtomicLong();
        try (Http2Endpoint model = Http2Endpoint.start(peer -> stream(peer, total, sent, received, ahead));
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port, INITIAL_WINDOW_SIZE, 20_000)) {
            client.request(1, true, "GET", "/m/x");
            boolean last = false;
            while (!last) {
                Frame frame = client.required();
                last = frame.last();
                if (frame.type() == Http2Peer.DATA) {
                    received.addAndGet(frame.payload().length);
                    client.numbers(Http2Peer.WINDOW_UPDATE, 0, frame.payload().length);
                    client.numbers(Http2Peer.WINDOW_UPDATE, 1, frame.payload().length);
                }
            }
            assertThat(received).hasValue(total);
            assertThat(ahead.get()).isLessThan(most);
        }
    }

    private static void stream(Http2Peer peer, int total, AtomicLong sent, AtomicLong received, AtomicLong ahead)
            throws IOException {
        peer.message();
        peer.headers(1, false, ":status: 200");
        byte[] piece = new byte[16_000];
        long streamWindow = 65_536;
        long window = 65_535 + (1 << 20) - 65_535;
        while (sent.get() < total) {
            int bytes = (int) Math.min(piece.length, total - sent.get());
            while (streamWindow < bytes || window < bytes) {
                Frame frame = peer.any();
                if (frame == null) {
                    return;
                }
                if (frame.type() == Http2Peer.WINDOW_UPDATE) {
                    if (frame.stream() == 0) {
                        window += frame.number(0);
                    } else {
                        streamWindow += frame.number(0);
                    }
                }
            }
            streamWindow -= bytes;
            window -= bytes;
            boolean last = sent.addAndGet(bytes) == total;
            peer.frame(Http2Peer.DATA, last ? 1 : 0, 1, bytes == piece.length ? piece : new byte[bytes]);
            ahead.accumulateAndGet(sent.get() - received.get(), Math::max);
        }
    }

    @Test
    void aDrainAsksForNoMoreAndLetsWhatIsUnderWayEnd() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch draining = new CountDownLatch(1);
        try (Http2Endpoint model = Http2Endpoint.start(peer -> {
                    Frame frame = peer.required();
                    arrived.countDown();
                    awaitDrain(draining);
                    peer.headers(frame.stream(), true, ":status: 200");
                    peer.next();
                });
                Fixture fixture = http2(Policy.DEFAULT, model.port());
                Http2Peer client = Http2Peer.connect(fixture.port)) {
            client.request(1, true, "GET", "/m/x");
            arrived.await();
            Thread drain = Thread.ofVirtual().start(() -> fixture.router.drain());
            Frame first = client.required();
            assertThat(first.type()).isEqualTo(Http2Peer.GOAWAY);
            assertThat(first.number(0)).isEqualTo(Integer.MAX_VALUE);
            // Our PING is answered while the next frame is read: so the router knows that we know.
            Frame second = client.required();
            assertThat(second.type()).isEqualTo(Http2Peer.GOAWAY);
            assertThat(second.number(0)).isEqualTo(1);
            draining.countDown();
            assertThat(client.message()).contains(":status: 200");
            drain.join();
        }
    }

    private static void awaitDrain(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new IOException(interrupted);
        }
    }
}
