package io.sluice.watcher.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Notices that files have changed, by looking at names, sizes, times and identities of all of them: a look misses nothing that
 * matters, whatever the file system tells or does not tell. {@link Hints} make it look at once; without any it looks as often
 * as costs a hundredth of a core, at most every {@link #LOOK}. A change is told once it has been quiet for {@link #QUIET}, at
 * the latest after {@link #LATEST} (docs/adr/0003). Used by one thread; {@link #close} by any.
 */
final class Changes implements AutoCloseable {
    static final Duration LOOK = Duration.ofMillis(100);
    static final Duration QUIET = Duration.ofMillis(50);
    static final Duration LATEST = Duration.ofSeconds(1);
    private static final int SHARE_OF_A_CORE = 100;

    private final List<Path> paths;
    private final Hints hints = Hints.open();
    private volatile boolean closed;
    private long costNanos;
    private @Nullable Listing told;

    /** Files that are no manifests, and whose changes count as well. */
    private Set<Path> besides = Set.of();

    Changes(List<Path> paths) {
        this.paths = List.copyOf(paths);
    }

    /** What is there now. */
    Listing first() {
        told = look();
        return told;
    }

    /** Of these files every change is told that comes after this call. */
    void follow(Set<Path> others) {
        besides = Set.copyOf(others);
        Listing last = told;
        told = last == null ? null : last.beside(besides);
    }

    /** Waits for a change; null once closed. */
    @Nullable
    Listing next() {
        try {
            Listing now = told;
            while (!closed && (now == null || now.equals(told))) {
                hints.await(interval());
                now = look();
                if (now.equals(told)) {
                    // Somebody writes there what is none of ours: not each of their writes is worth a look.
                    Thread.sleep(LOOK);
                }
            }
            long latestNanos = System.nanoTime() + LATEST.toNanos();
            Listing before = now;
            do {
                before = now;
                Thread.sleep(QUIET);
                now = look();
            } while (!closed && !now.equals(before) && System.nanoTime() - latestNanos < 0);
            told = now;
            return closed ? null : now;
        } catch (InterruptedException ended) {
            return null;
        }
    }

    private Duration interval() {
        Duration affordable = Duration.ofNanos(costNanos * SHARE_OF_A_CORE);
        return affordable.compareTo(LOOK) < 0 ? LOOK : affordable;
    }

    /** Directories are watched before they are looked at: what changes in between is a hint already. */
    private Listing look() {
        long beginNanos = System.nanoTime();
        Listing now = Listing.of(paths).beside(besides);
        costNanos = System.nanoTime() - beginNanos;
        if (hints.follow(now.directories())) {
            now = Listing.of(paths).beside(besides);
        }
        return now;
    }

    @Override
    public void close() {
        closed = true;
        hints.close();
    }
}
