package io.sluice.router.http.h2;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;

/**
 * What waits for the end of the event loop's turn: flushes, because many streams of a turn write to one connection, and closed
 * streams, because those who end one may still hold it. Confined to its event loop.
 */
final class TurnEnd implements Runnable {
    private final EventLoop eventLoop;
    private final ArrayDeque<Connection> unflushed = new ArrayDeque<>();
    private final ArrayDeque<Stream> retired = new ArrayDeque<>();
    private boolean scheduled;

    TurnEnd(EventLoop eventLoop) {
        this.eventLoop = eventLoop;
    }

    void flush(Connection connection) {
        unflushed.addLast(connection);
        schedule();
    }

    void retire(Stream stream) {
        retired.addLast(stream);
        schedule();
    }

    private void schedule() {
        if (!scheduled) {
            scheduled = true;
            eventLoop.execute(this);
        }
    }

    @Override
    public void run() {
        scheduled = false;
        for (Connection next = unflushed.pollFirst(); next != null; next = unflushed.pollFirst()) {
            next.flushNow();
        }
        for (Stream over = retired.pollFirst(); over != null; over = retired.pollFirst()) {
            over.recycle();
        }
    }
}
