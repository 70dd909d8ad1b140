package io.sluice.router.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** However late in its round a loop is told to end, what is open on it is closed, and every handler hears of it. */
@Timeout(60)
class EventLoopsTest {
    @Test
    void whatIsOpenIsClosedBeforeALoopEnds() throws Exception {
        for (int i = 0; i < 50; i++) {
            AtomicInteger removed = new AtomicInteger();
            EventLoops loops = new EventLoops(1, new DefaultThreadFactory("ending"), EpollIoHandler.newFactory());
            Channel open = new ServerBootstrap()
                    .group(loops)
                    .channel(EpollServerSocketChannel.class)
                    .handler(new ChannelInboundHandlerAdapter() {
                        @Override
                        public void handlerRemoved(ChannelHandlerContext context) {
                            removed.incrementAndGet();
                        }
                    })
                    .childHandler(new ChannelInboundHandlerAdapter())
                    .bind("127.0.0.1", 0)
                    .sync()
                    .channel();
            // A task that lasts until the loop was told: it stands between the two looks of a round.
            CountDownLatch told = new CountDownLatch(1);
            loops.next().execute(() -> await(told));
            loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            told.countDown();
            assertThat(loops.terminationFuture().await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(open.isOpen()).isFalse();
            assertThat(removed).hasValue(1);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
