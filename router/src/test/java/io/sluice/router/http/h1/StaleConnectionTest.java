package io.sluice.router.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sluice.router.failure.Failure;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.HttpStream;
import io.sluice.router.http.Limits;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.http.StreamListener;
import io.sluice.router.loop.Loop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pooled connection that its endpoint has reset: what the network refuses, the endpoint has not seen. */
class StaleConnectionTest {
    private final List<String> told = new ArrayList<>();
    private boolean broken;
    private EmbeddedChannel channel = new EmbeddedChannel();
    private @Nullable Loop loop;

    @AfterEach
    void giveBack() {
        channel.finishAndReleaseAll();
        if (loop != null) {
            loop.writeBuffers().close();
        }
    }

    @Test
    void whatTheNetworkRefusesFromItsFirstByteWasNotSeen() throws Exception {
        ClientConnection connection = served();
        broken = true;
        request(connection);
        assertThat(told).containsExactly("200 last", "reset UPSTREAM_STALE");
    }

    @Test
    void aFirstExchangeIsNeverStale() throws Exception {
        ClientConnection connection = connection();
        broken = true;
        request(connection);
        assertThat(told).doesNotContain("reset UPSTREAM_STALE");
    }

    @Test
    void onceSomeOfItIsTakenNobodyKnows() throws Exception {
        ClientConnection connection = served();
        HttpStream<RequestHead> stream = connection.open(listener());
        stream.sendHead(head(), false);
        stream.flush();
        broken = true;
        stream.sendData(Unpooled.copiedBuffer("hello", StandardCharsets.US_ASCII), true);
        stream.flush();
        assertThat(told).doesNotContain("reset UPSTREAM_STALE");
    }

    private ClientConnection served() throws Exception {
        ClientConnection connection = connection();
        request(connection);
        channel.writeInbound(
                Unpooled.copiedBuffer("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", StandardCharsets.US_ASCII));
        return connection;
    }

    private ClientConnection connection() {
        channel = new EmbeddedChannel() {
            @Override
            protected void doWrite(ChannelOutboundBuffer in) throws Exception {
                if (broken) {
                    throw new IOException("reset by peer");
                }
                super.doWrite(in);
            }
        };
        channel.config().setOption(ChannelOption.AUTO_CLOSE, false);
        Loop of = Loop.of(channel.eventLoop(), 0, 1);
        loop = of;
        ClientConnection connection =
                new ClientConnection(new ClientConnections(of, Limits.DEFAULT, false), new Nobody());
        channel.pipeline().addLast(connection);
        return connection;
    }

    private void request(ClientConnection connection) {
        HttpStream<RequestHead> stream = connection.open(listener());
        stream.sendHead(head(), true);
        stream.flush();
    }

    private static RequestHead head() {
        RequestReader reader = new RequestReader(Limits.DEFAULT, false);
        reader.readHead(Unpooled.copiedBuffer(
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", StandardCharsets.US_ASCII));
        return reader.head();
    }

    private StreamListener<ResponseHead> listener() {
        return new StreamListener<>() {
            @Override
            public void onHead(ResponseHead head, boolean last) {
                told.add(head.status() + (last ? " last" : ""));
            }

            @Override
            public void onData(ByteBuf data, boolean last) {
                data.release();
            }

            @Override
            public void onTrailers(HeaderBlock trailers) {
                throw new IllegalStateException("HTTP/1.1 tells none");
            }

            @Override
            public void onReadComplete() {
                // Nothing is gathered.
            }

            @Override
            public void onWritable() {
                // Nothing waits.
            }

            @Override
            public void onReset(Failure why) {
                told.add("reset " + why);
            }
        };
    }

    private static final class Nobody implements ClientConnection.Owner {
        @Override
        public void reusable(ClientConnection connection) {
            // The test knows it.
        }

        @Override
        public void closed(ClientConnection connection) {
            // The test knows it.
        }
    }
}
