package io.sluice.watcher.source;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which manifests there are at some paths, and their stamps: {@code *.yaml}, {@code *.yml}, {@code *.json}, recursive, dot
 * entries skipped. Immutable; two that are equal saw the same files in the same state.
 *
 * @param files a path given twice counts once
 * @param directories all that were listed, for who wants to be told of their events
 * @param failures what could not be listed or is no file, and why
 * @param complete false if some of it could not be listed: manifests may be missing
 * @param besides files that are no manifests, and whose changes count as well
 */
record Listing(
        SortedMap<Path, Stamp> files,
        Set<Path> directories,
        Map<Path, String> failures,
        boolean complete,
        Map<Path, Stamp> besides) {
    private static final Set<String> ENDINGS = Set.of(".yaml", ".yml", ".json");

    Listing {
        files = Collections.unmodifiableSortedMap(files);
        directories = Collections.unmodifiableSet(directories);
        failures = Collections.unmodifiableMap(failures);
        besides = Map.copyOf(besides);
    }

    static Listing of(List<Path> paths) {
        Walk walk = new Walk();
        paths.forEach(walk::root);
        return new Listing(walk.files, walk.directories, walk.failures, walk.complete, Map.of());
    }

    /** The same manifests, and the state of these files now; those that are not there have none. */
    Listing beside(Set<Path> others) {
        Map<Path, Stamp> stamps = new HashMap<>();
        Set<Path> watched = new HashSet<>(directories);
        for (Path other : others) {
            Path directory = other.toAbsolutePath().getParent();
            if (directory != null) {
                watched.add(directory);
            }
            try {
                stamps.put(other, Stamp.of(Files.readAttributes(other, BasicFileAttributes.class)));
            } catch (IOException absent) {
                stamps.remove(other);
            }
        }
        return new Listing(files, watched, failures, complete, stamps);
    }

    /** One walk over all paths. */
    private static final class Walk {
        private final SortedMap<Path, Stamp> files = new TreeMap<>();
        private final Set<Path> directories = new HashSet<>();
        private final SortedMap<Path, String> failures = new TreeMap<>();
        /** Identities of the directories that are being listed, outermost first: meeting one again is a loop. */
        private final Deque<Object> above = new ArrayDeque<>();

        private boolean complete = true;

        private void root(Path path) {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                if (attributes.isDirectory()) {
                    directory(path, attributes.fileKey());
                } else {
                    file(path, attributes);
                }
            } catch (IOException failure) {
                unlisted(path, failure);
            }
        }

        private void directory(Path directory, @Nullable Object key) throws IOException {
            if (key != null && above.contains(key)) {
                throw new FileSystemLoopException(directory.toString());
            }
            Object identity = key == null ? directory : key;
            directories.add(directory);
            above.addLast(identity);
            try (Stream<Path> entries = Files.list(directory)) {
                entries.forEach(this::entry);
            } finally {
                above.removeLast();
            }
        }

        private void entry(Path entry) {
            String name = String.valueOf(entry.getFileName());
            boolean manifest = hasEnding(name);
            if (name.startsWith(".")) {
                return;
            }
            try {
                BasicFileAttributes attributes = Files.readAttributes(entry, BasicFileAttributes.class);
                if (attributes.isDirectory()) {
                    subdirectory(entry, attributes);
                } else if (manifest) {
                    file(entry, attributes);
                }
            } catch (IOException failure) {
                // A link that leads nowhere, or a file that went between two looks: the next look knows.
                if (manifest) {
                    failures.put(entry, "cannot be read");
                }
            }
        }

        private void subdirectory(Path directory, BasicFileAttributes attributes) {
            try {
                directory(directory, attributes.fileKey());
            } catch (FileSystemLoopException loop) {
                failures.put(directory, "is a link to a directory that holds it; it is not followed");
            } catch (IOException failure) {
                unlisted(directory, failure);
            }
        }

        private void file(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
                files.put(file, Stamp.of(attributes));
            } else {
                // Opening a pipe would wait for its writer.
                failures.put(file, "is no regular file");
            }
        }

        private void unlisted(Path path, IOException failure) {
            complete = false;
            boolean forbidden = failure instanceof java.nio.file.AccessDeniedException;
            failures.put(path, forbidden ? "may not be read by this process" : "cannot be read");
        }

        private static boolean hasEnding(String name) {
            int dot = name.lastIndexOf('.');
            return dot >= 0 && ENDINGS.contains(name.substring(dot).toLowerCase(Locale.ROOT));
        }
    }
}
