package io.sluice.benchmarks.idle;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2ChannelDuplexHandler;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Clients that ask once, or open streams, and then keep what they have. */
final class IdleClients implements AutoCloseable {
    /** So many are opened at a time; an accept queue is finite. */
    private static final int AT_ONCE = 200;

    private static final long PATIENCE_SECONDS = 30;

    /** Of a record of application data, as it announces itself (RFC 8446 §5.2): all of what one may hold. */
    private static final byte[] RECORD = {23, 3, 3, 0x40, 0};

    private static final int HALF_A_RECORD = 8 * 1024;

    private final IoEventLoopGroup group;
    private final int port;
    private final List<Channel> open = new ArrayList<>();

    IdleClients(IoEventLoopGroup group, int port) {
        this.group = group;
        this.port = port;
    }

    /** Connections in HTTP/1.1, each of which has had one request answered. */
    void connections(int count, String path) throws InterruptedException {
        connections(count, path, null);
    }

    /** The same over TLS. */
    void secureConnections(int count, String path) throws InterruptedException, SSLException {
        SslContext context = SslContextBuilder.forClient()
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
        connections(count, path, context);
    }

    /** Each connection sends the first half of a record, and leaves it at that. */
    void beginRecords() throws InterruptedException {
        for (Channel channel : open) {
            ByteBuf half = channel.alloc().buffer(RECORD.length + HALF_A_RECORD).writeBytes(RECORD);
            half.writeZero(HALF_A_RECORD);
            // Below the handler of TLS, which would make whole records of it.
            channel.eventLoop()
                    .submit(() -> channel.pipeline().firstContext().writeAndFlush(half))
                    .sync();
        }
    }

    private void connections(int count, String path, @Nullable SslContext tls) throws InterruptedException {
        byte[] request = ("GET " + path + " HTTP/1.1\r\nhost: idle\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
        Semaphore underWay = new Semaphore(AT_ONCE);
        for (int i = 0; i < count; i++) {
            acquire(underWay, 1);
            Channel channel = connect(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel made) {
                    if (tls != null) {
                        made.pipeline().addLast(tls.newHandler(made.alloc(), "idle.example.com", port));
                    }
                    made.pipeline().addLast(new FirstAnswer(underWay));
                }
            });
            channel.writeAndFlush(Unpooled.wrappedBuffer(request));
        }
        acquire(underWay, AT_ONCE);
    }

    /** Streams in HTTP/2 that send a head and nothing more. */
    void streams(int connections, int each, String path) throws InterruptedException {
        for (int i = 0; i < connections; i++) {
            StreamOwner owner = new StreamOwner();
            Channel channel = connect(new ChannelInitializer<>() {
                @Override
                protected void initChannel(Channel made) {
                    made.pipeline().addLast(Http2FrameCodecBuilder.forClient().build(), owner);
                }
            });
            channel.eventLoop()
                    .submit(() -> {
                        for (int stream = 0; stream < each; stream++) {
                            channel.write(new DefaultHttp2HeadersFrame(call(path)).stream(owner.newStream()));
                        }
                        channel.flush();
                    })
                    .sync();
        }
    }

    private static DefaultHttp2Headers call(String path) {
        DefaultHttp2Headers headers = new DefaultHttp2Headers();
        headers.method("POST").scheme("http").authority("idle").path(path);
        headers.add("content-type", "application/grpc").add("te", "trailers");
        return headers;
    }

    private Channel connect(ChannelInitializer<Channel> handlers) throws InterruptedException {
        Channel channel = new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .handler(handlers)
                .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync()
                .channel();
        open.add(channel);
        return channel;
    }

    private static void acquire(Semaphore permits, int count) throws InterruptedException {
        if (!permits.tryAcquire(count, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer in " + PATIENCE_SECONDS + " s");
        }
    }

    /** How many are still there. */
    int size() {
        return (int) open.stream().filter(Channel::isActive).count();
    }

    @Override
    public void close() {
        open.forEach(channel -> channel.close().syncUninterruptibly());
        open.clear();
    }

    private static final class FirstAnswer extends ChannelInboundHandlerAdapter {
        private final Semaphore underWay;
        private boolean answered;

        FirstAnswer(Semaphore underWay) {
            this.underWay = underWay;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ((ByteBuf) message).release();
            if (!answered) {
                answered = true;
                underWay.release();
            }
        }
    }

    /** Whoever makes streams has to be of this kind. */
    private static final class StreamOwner extends Http2ChannelDuplexHandler {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
