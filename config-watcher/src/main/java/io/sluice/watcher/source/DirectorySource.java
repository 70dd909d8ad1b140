package io.sluice.watcher.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories of manifests, followed: after each change what they hold is handed over whole, though only what has
 * changed is read again. Renames over a file and the symlink swap of a mounted ConfigMap count as changes. Files that the consumer reads
 * beside them are followed, too.
 */
public final class DirectorySource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private final Changes changes;
    private final Thread thread;

    private DirectorySource(Changes changes, Thread thread) {
        this.changes = changes;
        this.thread = thread;
    }

    /**
     * Hands over what is there, then again after each change; on a thread of its own, which ends by {@link #close} alone.
     */
    public static DirectorySource start(List<Path> paths, BiConsumer<Documents, CertificateFiles> consumer) {
        Changes changes = new Changes(paths);
        Thread thread = Thread.ofPlatform().name("manifests").daemon().start(() -> follow(changes, consumer));
        return new DirectorySource(changes, thread);
    }

    private static void follow(Changes changes, BiConsumer<Documents, CertificateFiles> consumer) {
        ManifestFiles files = new ManifestFiles();
        for (Listing listing = changes.first(); listing != null; listing = changes.next()) {
            try {
                consumer.accept(files.read(listing), names -> followed(changes, names));
            } catch (RuntimeException | StackOverflowError defect) {
                // A defect of ours: what was published last stays, and the next change is followed.
                LOG.error("a change of the manifests could not be applied; what was in force before stays", defect);
            }
        }
    }

    /** Followed before they are read, so that no change falls between. */
    private static Map<String, String> followed(Changes changes, Set<String> names) {
        changes.follow(names.stream().flatMap(DirectorySource::path).collect(Collectors.toSet()));
        return CertificateFiles.AS_THEY_ARE.read(names);
    }

    private static Stream<Path> path(String name) {
        try {
            return Stream.of(Path.of(name));
        } catch (InvalidPathException none) {
            return Stream.of();
        }
    }

    /** Reads everything once. */
    public static Documents read(List<Path> paths) {
        return new ManifestFiles().read(Listing.of(paths));
    }

    @Override
    public void close() {
        changes.close();
        thread.interrupt();
    }
}
