package io.sluice.watcher.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Events of the file system, as far as it has any: something may have changed. Never relied on: some mounts send none, a link's
 * target sends them elsewhere, queues overflow.
 */
final class Hints implements AutoCloseable {
    private static final WatchEvent.Kind<?>[] ALL = {
        StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_DELETE, StandardWatchEventKinds.ENTRY_MODIFY
    };

    private final @Nullable WatchService service;
    private final Map<Path, WatchKey> watched = new HashMap<>();

    private Hints(@Nullable WatchService service) {
        this.service = service;
    }

    static Hints open() {
        try {
            return new Hints(FileSystems.getDefault().newWatchService());
        } catch (IOException | UnsupportedOperationException none) {
            // A machine may be out of watches; then there is only the slower look.
            return new Hints(null);
        }
    }

    /** Watches these directories from now on, and no others; true if some were not watched before. */
    boolean follow(Set<Path> directories) {
        watched.entrySet().removeIf(entry -> {
            boolean gone =
                    !directories.contains(entry.getKey()) || !entry.getValue().isValid();
            if (gone) {
                entry.getValue().cancel();
            }
            return gone;
        });
        boolean more = false;
        for (Path directory : directories) {
            more |= !watched.containsKey(directory) && watch(directory);
        }
        return more;
    }

    private boolean watch(Path directory) {
        WatchService open = service;
        if (open == null) {
            return false;
        }
        try {
            watched.put(directory, directory.register(open, ALL));
            return true;
        } catch (IOException | ClosedWatchServiceException unwatched) {
            return false;
        }
    }

    /** Waits for a hint, or until the patience is over. */
    void await(Duration patience) throws InterruptedException {
        WatchService open = service;
        if (open == null) {
            Thread.sleep(patience);
            return;
        }
        try {
            WatchKey key = open.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
            while (key != null) {
                key.pollEvents();
                key.reset();
                key = open.poll();
            }
        } catch (ClosedWatchServiceException ended) {
            throw new InterruptedException("closed");
        }
    }

    @Override
    public void close() {
        if (service == null) {
            return;
        }
        try {
            service.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
