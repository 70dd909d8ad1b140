package io.sluice.watcher.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Notices that files have changed, by looking: names, sizes, times and identities of all of them, many times a second. A look
 * costs a few system calls a file and misses nothing that matters: renames, symlink swaps, directories that vanish and return,
 * file systems that send no events. A change is told once it has been quiet for {@link #QUIET}, at the latest after {@link
 * #LATEST}.
 */
final class Changes implements AutoCloseable {
    static final Duration LOOK = Duration.ofMillis(100);
    static final Duration QUIET = Duration.ofMillis(50);
    static final Duration LATEST = Duration.ofSeconds(1);

    private final List<Path> paths;
    private volatile boolean closed;
    private List<String> told;

    Changes(List<Path> paths) {
        this.paths = List.copyOf(paths);
        told = look();
    }

    /** Waits for a change; false once closed. */
    boolean await() {
        try {
            List<String> now = look();
            while (!closed && now.equals(told)) {
                Thread.sleep(LOOK);
                now = look();
            }
            long latestNanos = System.nanoTime() + LATEST.toNanos();
            List<String> before = now;
            do {
                before = now;
                Thread.sleep(QUIET);
                now = look();
            } while (!closed && !now.equals(before) && System.nanoTime() < latestNanos);
            told = now;
            return !closed;
        } catch (InterruptedException ended) {
            return false;
        }
    }

    private List<String> look() {
        List<String> seen = new ArrayList<>();
        for (Path path : paths) {
            try {
                for (Path file : DirectorySource.files(path)) {
                    seen.add(stamp(file));
                }
            } catch (IOException failure) {
                seen.add(path + " cannot be read");
            }
        }
        return seen;
    }

    private static String stamp(Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return file + " " + attributes.size() + " " + attributes.lastModifiedTime() + " " + attributes.fileKey();
    }

    @Override
    public void close() {
        closed = true;
    }
}
