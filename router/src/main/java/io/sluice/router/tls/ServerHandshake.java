package io.sluice.router.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.sluice.router.http.ClientTls;
import io.sluice.router.loop.Loop;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a secure port, until its handshake is over: the name that it asks for chooses a server, whose context takes this
 * handler's place; then whoever serves requests is put behind it. A server whose handshakes end elsewhere takes the connection as it
 * is. Who asks for a name that nobody has, or sends anything else than a handshake, is closed. Confined to its event loop.
 */
public final class ServerHandshake extends AbstractSniHandler<SecureServer> {
    /** More than any client says before it has a key; far less than what a record may announce. */
    private static final int MOST_HELLO_BYTES = 16 * 1024;

    private final Loop loop;
    private final Supplier<@Nullable SecurePort> port;
    private final Function<ClientTls, ChannelHandler> connections;
    private final long patienceMillis;

    /**
     * @param port as it is when the client's first words have come; null = it is secure no more
     * @param connections makes the handler of a connection whose handshake is over
     */
    public ServerHandshake(
            Loop loop,
            Supplier<@Nullable SecurePort> port,
            Function<ClientTls, ChannelHandler> connections,
            long patienceMillis) {
        super(MOST_HELLO_BYTES, patienceMillis);
        setCumulator(ServerHandshake::copied);
        this.loop = loop;
        this.port = port;
        this.connections = connections;
        this.patienceMillis = patienceMillis;
    }

    /** What is short of a hello would hold the loop's read buffer for as long as its sender likes. */
    private static ByteBuf copied(ByteBufAllocator allocator, ByteBuf before, ByteBuf bytes) {
        if (before.isReadable()) {
            before.writeBytes(bytes);
            bytes.release();
            return before;
        }
        before.release();
        ByteBuf all = allocator.directBuffer(bytes.readableBytes());
        all.writeBytes(bytes);
        bytes.release();
        return all;
    }

    @Override
    protected Future<SecureServer> lookup(ChannelHandlerContext context, @Nullable String name) {
        SecurePort current = port.get();
        SecureServer server = current == null ? null : current.find(name);
        return server == null
                ? context.executor().newFailedFuture(new Unknown())
                : context.executor().newSucceededFuture(server);
    }

    private static final class Unknown extends Exception {
        private static final long serialVersionUID = 1L;

        Unknown() {
            super("no server of this name", null, false, false);
        }
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext context, @Nullable String name, Future<SecureServer> found) {
        switch (found.getNow()) {
            case null -> context.close();
            case SecureServer.Passing passing ->
                context.pipeline().replace(this, null, passing.route().take(loop, name == null ? "" : name));
            case SecureServer.Ending ending -> end(context, name, ending);
        }
    }

    private void end(ChannelHandlerContext context, @Nullable String name, SecureServer.Ending server) {
        SslHandler tls = server.handler(context.alloc());
        if (tls == null) {
            context.close();
            return;
        }
        tls.setHandshakeTimeoutMillis(patienceMillis);
        context.pipeline()
                .addAfter(context.name(), null, new Outcome(server.listener(), name == null ? "" : name, tls));
        context.pipeline().addAfter(context.name(), null, tls);
        // In our place, so that what has come behind the hello passes through it.
        context.pipeline().replace(this, null, new WholeRecords());
    }

    /** It stands where the connection's handler will. */
    private final class Outcome extends ChannelInboundHandlerAdapter {
        private final String listener;
        private final String name;
        private final SslHandler tls;

        Outcome(String listener, String name, SslHandler tls) {
            this.listener = listener;
            this.name = name;
            this.tls = tls;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof SslHandshakeCompletionEvent end) {
                if (end.isSuccess()) {
                    ClientTls client = new ClientTls(
                            listener, name, PeerCertificate.of(tls.engine().getSession()));
                    context.pipeline().replace(this, null, connections.apply(client));
                } else {
                    context.close();
                }
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
