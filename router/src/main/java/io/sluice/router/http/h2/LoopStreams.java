package io.sluice.router.http.h2;

import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h2.fields.TrailerFields;
import io.sluice.router.loop.Loop;
import java.util.ArrayDeque;

/**
 * What the HTTP/2 connections of one event loop share, whichever side opened them: streams, which are used again, and the readers of
 * fields. Confined to its event loop.
 */
abstract sealed class LoopStreams<S extends Stream> permits Http2ClientConnections, Http2ServerConnections {
    private static final int MOST_POOLED = 1024;

    private final Loop loop;
    private final Limits limits;
    private final TurnEnd turnEnd;
    private final TrailerFields trailerFields = new TrailerFields();
    private final IgnoredFields ignored = new IgnoredFields();
    private final HeaderBlock trailers = new HeaderBlock();
    private final ArrayDeque<S> pool = new ArrayDeque<>();

    LoopStreams(Loop loop, Limits limits) {
        this.loop = loop;
        this.limits = limits;
        turnEnd = new TurnEnd(loop.eventLoop());
    }

    abstract S make();

    final S take() {
        S pooled = pool.pollLast();
        return pooled == null ? make() : pooled;
    }

    final void giveBack(S stream) {
        if (pool.size() < MOST_POOLED) {
            pool.addLast(stream);
        }
    }

    final Loop loop() {
        return loop;
    }

    final Limits limits() {
        return limits;
    }

    final TurnEnd turnEnd() {
        return turnEnd;
    }

    final TrailerFields trailerFields() {
        return trailerFields;
    }

    final IgnoredFields ignored() {
        return ignored;
    }

    /** Of the message that is being read; of use until the next. */
    final HeaderBlock trailers() {
        return trailers;
    }
}
