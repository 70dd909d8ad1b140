package io.sluice.watcher.source;

import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.source.Documents.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Files that have been read, so that each is read and parsed once for each state it is in. Confined to its source's thread. */
final class ManifestFiles {
    private Map<Path, Read> known = Map.of();
    private long parsed;

    private record Read(Path path, Stamp stamp, ManifestFile file) {}

    /** What these files hold: those whose stamp has changed are read, the others remembered. */
    Documents read(Listing listing) {
        Map<Path, Read> next = HashMap.newHashMap(listing.files().size());
        List<Document> documents = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        Set<String> unreadable = new HashSet<>();
        listing.failures().forEach((path, why) -> {
            unreadable.add(path.toString());
            problems.add(ManifestFile.unreadable(path.toString(), why, 0));
        });
        // The first time nothing is served yet, and all cores may help. Later ones belong to requests.
        Stream<Map.Entry<Path, Stamp>> files =
                known.isEmpty() ? listing.files().entrySet().parallelStream() : listing.files().entrySet().stream();
        List<Read> reads =
                files.map(file -> read(file.getKey(), file.getValue())).toList();
        reads.forEach(read -> {
            if (!read.equals(known.get(read.path()))) {
                parsed++;
            }
            next.put(read.path(), read);
            documents.addAll(read.file().documents());
            Problem problem = read.file().problem();
            if (problem != null) {
                unreadable.add(read.path().toString());
                problems.add(problem);
            }
        });
        known = next;
        return new Documents(documents, problems, unreadable, listing.complete());
    }

    private Read read(Path path, Stamp stamp) {
        Read before = known.get(path);
        if (before != null && before.stamp().equals(stamp)) {
            return before;
        }
        return new Read(path, stamp, ManifestFile.read(path, stamp));
    }

    /** Files parsed so far. */
    long parsed() {
        return parsed;
    }
}
