package io.sluice.router.passthrough;

import io.sluice.router.loop.Loop;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The pipes of one event loop. Confined to it. */
public final class Pipes {
    private final Loop loop;
    private final Duration idleTimeout;
    private final Set<Pipe> open = new HashSet<>();

    /** @param idleTimeout of a connection whose cluster says nothing */
    public Pipes(Loop loop, Duration idleTimeout) {
        this.loop = loop;
        this.idleTimeout = idleTimeout;
    }

    Loop loop() {
        return loop;
    }

    Duration idleTimeout() {
        return idleTimeout;
    }

    void opened(Pipe pipe) {
        open.add(pipe);
    }

    void closed(Pipe pipe) {
        open.remove(pipe);
    }

    /** Connections of clients that are open. Whether one of them idles nobody can tell: each counts as busy. */
    public int size() {
        return open.size();
    }

    /** Closes what is left; returns how many that were. */
    public int abort() {
        Set<Pipe> left = Set.copyOf(open);
        left.forEach(Pipe::close);
        return left.size();
    }
}
