package io.sluice.watcher.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files and directories of manifests, followed: after each change what they hold is handed over whole, though only what has
 * changed is read again. Renames over a file and the symlink swap of a mounted ConfigMap count as changes. Files that the consumer reads
 * beside them are followed, too.
 */
public final class DirectorySource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private final Changes changes;
    private @Nullable Thread thread;

    /** @param paths files and directories */
    public DirectorySource(List<Path> paths) {
        changes = new Changes(paths);
    }

    @Override
    public synchronized void follow(Listener listener) {
        thread = Thread.ofPlatform().name("manifests").daemon().start(() -> run(listener));
    }

    private void run(Listener listener) {
        ManifestFiles files = new ManifestFiles();
        for (Listing listing = changes.first(); listing != null; listing = changes.next()) {
            try {
                listener.changed(files.read(listing), this::followed);
            } catch (RuntimeException | StackOverflowError defect) {
                // A defect of ours: what was published last stays, and the next change is followed.
                LOG.error("a change of the manifests could not be applied; what was in force before stays", defect);
            }
        }
    }

    /** Followed before they are read, so that no change falls between. */
    private Map<String, String> followed(Set<String> names) {
        changes.follow(FollowedFiles.paths(names));
        return CertificateFiles.AS_THEY_ARE.read(names);
    }

    /** Reads everything once. */
    public static Documents read(List<Path> paths) {
        return new ManifestFiles().read(Listing.of(paths));
    }

    @Override
    public synchronized void close() {
        changes.close();
        if (thread != null) {
            thread.interrupt();
        }
    }
}
