package io.sluice.benchmarks.netty;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerUpgradeHandler;
import io.netty.handler.codec.http2.CleartextHttp2ServerUpgradeHandler;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Frame;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2FrameStream;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.util.ReferenceCountUtil;
import java.util.HashMap;
import java.util.Map;

/** Answers a stream once it has ended: as gRPC does, or {@code …/parity} in JSON. Bodies are counted and let go. */
// A write or close that fails ends in exceptionCaught or channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class Http2BackendHandler extends ChannelInboundHandlerAdapter {
    private static final int WINDOW_BYTES = 1 << 20;

    private final ModelAnswers answers;
    private final Map<Http2FrameStream, Answer> underWay = new HashMap<>();

    private record Answer(int status, String text) {}

    private Http2BackendHandler(ModelAnswers answers) {
        this.answers = answers;
    }

    /** HTTP/2 where it begins with the preface; else HTTP/1.1. */
    static void install(ChannelPipeline pipeline, ModelAnswers answers) {
        Http2FrameCodec http2 = Http2FrameCodecBuilder.forServer()
                .initialSettings(Http2Settings.defaultSettings().initialWindowSize(WINDOW_BYTES))
                .build();
        HttpServerCodec http1 = new HttpServerCodec();
        pipeline.addLast(
                new CleartextHttp2ServerUpgradeHandler(
                        http1, new HttpServerUpgradeHandler(http1, protocol -> null), http2),
                new Http2BackendHandler(answers),
                new BackendHandler(answers));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case Http2HeadersFrame frame -> {
                begin(frame.headers(), frame.stream());
                endIf(frame.isEndStream(), ctx, frame.stream());
            }
            case Http2DataFrame frame -> {
                ctx.write(new DefaultHttp2WindowUpdateFrame(frame.initialFlowControlledBytes()).stream(frame.stream()));
                endIf(frame.isEndStream(), ctx, frame.stream());
                frame.release();
            }
            case Http2Frame other -> ReferenceCountUtil.release(other);
            default -> ctx.fireChannelRead(message);
        }
    }

    private void begin(Http2Headers headers, Http2FrameStream stream) {
        if (headers.path() != null) {
            String path = headers.path().toString();
            String text = answers.to(
                    path,
                    headers.get("x-request-id", "").toString(),
                    headers.get("x-forwarded-for", "").toString());
            underWay.put(stream, new Answer(ModelAnswers.status(path), text));
        }
    }

    private void endIf(boolean ended, ChannelHandlerContext ctx, Http2FrameStream stream) {
        Answer answer = underWay.get(stream);
        if (ended && answer != null) {
            underWay.remove(stream);
            ctx.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers()
                            .status(Integer.toString(answer.status()))
                            .add("content-type", "application/grpc"))
                    .stream(stream));
            ctx.write(new DefaultHttp2DataFrame(ByteBufUtil.writeAscii(ctx.alloc(), answer.text())).stream(stream));
            ctx.write(new DefaultHttp2HeadersFrame(new DefaultHttp2Headers().add("grpc-status", "0"), true)
                    .stream(stream));
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
        ctx.fireChannelReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
