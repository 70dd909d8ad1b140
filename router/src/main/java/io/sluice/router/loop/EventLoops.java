package io.sluice.router.loop;

import io.netty.channel.IoEventLoop;
import io.netty.channel.IoEventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SingleThreadIoEventLoop;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;

/**
 * Event loops that close what is open on them before they end. Netty's look whether they are to end once a round, and again at its close: told
 * in between, and with no quiet period, they end at once, and connections stay open whose native memory nobody will free.
 */
public final class EventLoops extends MultiThreadIoEventLoopGroup {
    public EventLoops(int count, ThreadFactory threads, IoHandlerFactory handlers) {
        super(count, threads, handlers);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory handlers, Object... none) {
        return new ClosingLoop(this, executor, handlers);
    }

    private static final class ClosingLoop extends SingleThreadIoEventLoop {
        /** This round has closed, or is about to close, what is open; written and read by the loop's thread alone. */
        private boolean closes;

        ClosingLoop(IoEventLoopGroup group, Executor executor, IoHandlerFactory handlers) {
            super(group, executor, handlers);
        }

        @Override
        protected void run() {
            try {
                super.run();
            } finally {
                closes = true;
            }
        }

        @Override
        protected int runIo() {
            int handled = super.runIo();
            closes = isShuttingDown(); // the next thing that is looked at; what is told later is the next round's
            return handled;
        }

        @Override
        protected boolean confirmShutdown() {
            if (!closes && isShuttingDown()) {
                execute(ClosingLoop::nothing); // so that the next round does not wait for something to do
            }
            return closes && super.confirmShutdown();
        }

        private static void nothing() {}
    }
}
