package io.sluice.router.loop;

import io.netty.channel.EventLoop;

/**
 * One event loop and what it owns. Confined to that loop once started.
 *
 * @param index 0 … number of loops − 1; the place of this loop's counters
 */
public record Loop(
        EventLoop eventLoop,
        int index,
        LoopTimers timers,
        LoopRandom random,
        LoopDate date,
        ReadBuffers readBuffers,
        WriteBuffers writeBuffers) {
    public static Loop of(EventLoop eventLoop, int index, long seed) {
        return new Loop(
                eventLoop,
                index,
                new LoopTimers(eventLoop),
                new LoopRandom(seed),
                new LoopDate(),
                new ReadBuffers(),
                new WriteBuffers());
    }
}
