package io.sluice.watcher.source;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.source.Documents.Document;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Files and directories of manifests, read whole whenever something in them has changed. A manifest path: {@code *.yaml},
 * {@code *.yml}, {@code *.json}, recursive, dot entries skipped; renames over a file and the symlink swap of a mounted ConfigMap
 * count as changes.
 */
public final class DirectorySource implements AutoCloseable {
    private static final Set<String> ENDINGS = Set.of(".yaml", ".yml", ".json");

    private final Changes changes;
    private final Thread thread;

    private DirectorySource(Changes changes, Thread thread) {
        this.changes = changes;
        this.thread = thread;
    }

    /** Hands over what is there, then again after each change; on a thread of its own. */
    public static DirectorySource start(List<Path> paths, Consumer<Documents> consumer) {
        Changes changes = new Changes(paths);
        Thread thread = Thread.ofVirtual().name("manifests").start(() -> {
            do {
                consumer.accept(read(paths));
            } while (changes.await());
        });
        return new DirectorySource(changes, thread);
    }

    /** Reads everything once. */
    public static Documents read(List<Path> paths) {
        List<Document> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Set<String> unreadable = new HashSet<>();
        boolean complete = true;
        for (Path path : paths) {
            try {
                for (Path file : files(path)) {
                    if (!ManifestFile.read(file, documents, problems)) {
                        unreadable.add(file.toString());
                    }
                }
            } catch (IOException failure) {
                complete = false;
                unreadable.add(path.toString());
                problems.add(missing(path));
            }
        }
        return new Documents(documents, problems, unreadable, complete);
    }

    private static Problem missing(Path path) {
        return new Problem(
                Severity.ERROR,
                Code.UNREADABLE_FILE,
                path.toString(),
                "",
                "cannot be read; what was admitted from it before stays in force until it returns",
                path.toString());
    }

    /** The manifests at a path, in the order of their names. */
    static Set<Path> files(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            if (!Files.isReadable(path)) {
                throw new IOException(path + " cannot be read");
            }
            return Set.of(path);
        }
        Set<Path> files = new TreeSet<>();
        collect(path, files);
        return files;
    }

    private static void collect(Path directory, Set<Path> files) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            for (Path entry : (Iterable<Path>) entries::iterator) {
                String name = String.valueOf(entry.getFileName());
                if (name.startsWith(".")) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    collect(entry, files);
                } else if (hasEnding(name)) {
                    files.add(entry);
                }
            }
        }
    }

    private static boolean hasEnding(String name) {
        int dot = name.lastIndexOf('.');
        return dot >= 0 && ENDINGS.contains(name.substring(dot).toLowerCase(Locale.ROOT));
    }

    @Override
    public void close() {
        changes.close();
        thread.interrupt();
    }
}
