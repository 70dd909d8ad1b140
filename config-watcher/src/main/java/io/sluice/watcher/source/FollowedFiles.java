package io.sluice.watcher.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files that documents name, where the documents themselves are none: their owner looks now and then. Confined to its source's thread. */
public final class FollowedFiles implements CertificateFiles {
    private Set<Path> followed = Set.of();
    private Listing seen = look();

    /** Stamps are taken before the texts, so that no change falls between. */
    @Override
    public Map<String, String> read(Set<String> names) {
        followed = paths(names);
        seen = look();
        return AS_THEY_ARE.read(names);
    }

    /** Whether one of them has changed since it was read, or since this was asked last. */
    public boolean changed() {
        if (followed.isEmpty()) {
            return false;
        }
        Listing before = seen;
        seen = look();
        return !seen.equals(before);
    }

    private Listing look() {
        return Listing.of(List.of()).beside(followed);
    }

    static Set<Path> paths(Set<String> names) {
        return names.stream().flatMap(FollowedFiles::path).collect(Collectors.toSet());
    }

    private static Stream<Path> path(String name) {
        try {
            return Stream.of(Path.of(name));
        } catch (InvalidPathException none) {
            return Stream.of();
        }
    }
}
