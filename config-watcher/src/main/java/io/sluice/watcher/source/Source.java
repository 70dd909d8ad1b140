package io.sluice.watcher.source;

import io.sluice.watcher.source.Documents.Document;
import java.util.List;

/** Where documents come from, and go on coming. */
public interface Source extends AutoCloseable {
    /**
     * Begins to hand over what is there, then again after each change, on a thread of its own, until closed. Called once.
     */
    void follow(Listener listener);

    /** What was admitted of the documents, after each change that was applied, on the listener's thread. */
    default void inForce(List<Document> documents) {}

    @Override
    void close();

    /** Whom it hands over to, always on the same thread. */
    interface Listener {
        /**
         * What was in force before this process: it is admitted and remembered, and nothing is made of it. Before any change, or never.
         */
        void remembered(Documents documents);

        /** @param files those that documents name, read beside them */
        void changed(Documents documents, CertificateFiles files);
    }
}
