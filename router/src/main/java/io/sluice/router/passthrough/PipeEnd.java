package io.sluice.router.passthrough;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sluice.router.loop.GatheredWriter;
import io.sluice.router.loop.HalfClose;
import io.sluice.router.telemetry.LoopCounter;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One of a pipe's two connections. It is read only while the other takes what it says. Confined to its event loop. */
final class PipeEnd extends ChannelInboundHandlerAdapter {
    private final Pipe pipe;
    private final LoopCounter said;
    private @Nullable PipeEnd other;
    private @Nullable ChannelHandlerContext context;
    private @Nullable GatheredWriter writer;

    /** What was said before the other was there: a hello, and what came with it. */
    private final ArrayDeque<ByteBuf> early = new ArrayDeque<>(1);

    private boolean ended;

    PipeEnd(Pipe pipe, LoopCounter said) {
        this.pipe = pipe;
        this.said = said;
    }

    void join(PipeEnd with) {
        other = with;
        with.other = this;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        writer = new GatheredWriter(added, pipe.loop().writeBuffers());
        added.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        pipe.attached(this, added.channel());
    }

    /** The other is there. */
    void begin() {
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            pass(bytes);
        }
        flush();
        if (ended) {
            endOther();
        }
        resume();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        if (pipe.over()) {
            bytes.release();
        } else if (pipe.joined()) {
            pass(bytes);
        } else {
            early.add(bytes);
        }
    }

    private void pass(ByteBuf bytes) {
        said.add(pipe.loop().index(), bytes.readableBytes());
        GatheredWriter to = other == null ? null : other.writer;
        if (to == null) {
            bytes.release();
        } else {
            to.piece(bytes);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        if (pipe.joined()) {
            pipe.moved();
            flush();
            resume();
        }
    }

    private void flush() {
        if (other != null && other.writer != null) {
            other.writer.flush();
        }
    }

    /** Or pauses. */
    private void resume() {
        if (context != null && other != null && other.context != null) {
            context.channel().config().setAutoRead(other.context.channel().isWritable());
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext of) {
        if (pipe.joined() && other != null) {
            other.resume();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext of, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !ended) {
            ended = true;
            if (pipe.joined()) {
                endOther();
            }
        }
    }

    /** It hears that there is no more; once both have, nothing is left to do. */
    private void endOther() {
        PipeEnd to = other;
        if (to == null || to.context == null || to.writer == null) {
            return;
        }
        ChannelHandlerContext output = to.context;
        to.writer.flushAll().addListener(flushed -> {
            if (ended && to.ended) {
                pipe.gone(to);
                output.close();
            } else {
                HalfClose.output(output);
            }
        });
    }

    @Override
    public void channelInactive(ChannelHandlerContext of) {
        pipe.gone(this);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext of, Throwable cause) {
        of.close();
    }

    void close() {
        if (context != null) {
            context.close();
        }
    }

    void closeWhenSaid() {
        if (writer != null) {
            writer.flushAll().addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** Nothing more passes. */
    void forget() {
        if (writer != null) {
            writer.discard();
        }
        for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
            bytes.release();
        }
    }
}
