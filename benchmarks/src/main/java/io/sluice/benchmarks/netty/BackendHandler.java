package io.sluice.benchmarks.netty;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;

/** Answers once the whole request is there. */
// A write or close that fails ends in exceptionCaught or channelInactive.
@SuppressWarnings("FutureReturnValueIgnored")
final class BackendHandler extends SimpleChannelInboundHandler<HttpObject> {
    private final ModelAnswers answers;
    private String answer = "";
    private HttpResponseStatus status = HttpResponseStatus.OK;

    BackendHandler(ModelAnswers answers) {
        this.answers = answers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (part instanceof HttpRequest request) {
            answer = answers.to(request);
            status = HttpResponseStatus.valueOf(ModelAnswers.status(request.uri()));
        }
        if (part instanceof LastHttpContent) {
            var response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, status, ByteBufUtil.writeAscii(ctx.alloc(), answer));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes());
            ctx.write(response, ctx.voidPromise());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
