package io.sluice.router.http.h1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import io.sluice.router.http.Limits;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to recognise a request's head, framing rules included?
 *
 * <p>The router keeps a head as bytes and offsets; Netty's decoder, measured on the same heads, makes strings and a header
 * map. If Netty's came within 20 % of ours in time and allocation, an own parser would not be worth its tests, and we
 * would use the stock one.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 10, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class RequestHeadBenchmark {
    private final ByteBuf[] heads = RequestHeads.direct();
    private final EmbeddedChannel stock = new EmbeddedChannel(new HttpRequestDecoder());
    private final RequestReader reader = new RequestReader(Limits.DEFAULT, false);
    /** Index of the next head. */
    private int next;

    @Setup
    public void bothUnderstandEveryHeadAlike() {
        for (int i = 0; i < RequestHeads.COUNT; i++) {
            int fields = reader();
            next = i;
            if (fields == 0 || fields != nettyDecoder()) {
                throw new IllegalStateException("head " + i + " has " + fields + " fields for us");
            }
        }
    }

    @TearDown
    public void close() {
        stock.finishAndReleaseAll();
    }

    /** @return how many header fields there were: something that needs the whole head */
    @Benchmark
    public int reader() {
        reader.clear();
        return reader.readHead(nextHead()) == HeadParser.Verdict.DONE
                ? reader.head().fields().count()
                : 0;
    }

    /** @return as above */
    @Benchmark
    public int nettyDecoder() {
        stock.writeInbound(nextHead());
        int fields = 0;
        for (Object part = stock.readInbound(); part != null; part = stock.readInbound()) {
            if (part instanceof HttpRequest request && request.decoderResult().isSuccess()) {
                fields = request.headers().size();
            }
            ReferenceCountUtil.release(part);
        }
        return fields;
    }

    private ByteBuf nextHead() {
        ByteBuf head = heads[next].readerIndex(0);
        next = (next + 1) & (RequestHeads.COUNT - 1);
        return head;
    }
}
