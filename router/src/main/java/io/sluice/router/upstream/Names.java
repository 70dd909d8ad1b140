package io.sluice.router.upstream;

import java.util.List;
import java.util.Set;

/** What names stand for, as far as is known. Asked on the publishing thread. */
public interface Names extends AutoCloseable {
    /** Asks nobody, and lets names stand for themselves: for a table that is looked at, not served. */
    Names UNASKED = new Names() {
        @Override
        public void follow(Set<String> names, Runnable changed) {}

        @Override
        public List<String> addresses(String name) {
            return List.of(name);
        }

        @Override
        public void close() {}
    };

    /**
     * These names, and no others, are wanted from now on. Waits a moment for the first answer about new ones, so that a
     * cluster is not put in force without endpoints.
     *
     * @param changed called on a thread of its own when what a name stands for changes
     */
    void follow(Set<String> names, Runnable changed);

    /** Literal addresses, those of a literal address being itself; none while nothing is known. */
    List<String> addresses(String name);

    @Override
    void close();
}
