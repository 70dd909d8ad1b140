package io.sluice.watcher.source;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.source.Documents.Document;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of manifests as it was read: YAML documents, or JSON, which is YAML too; a {@code kind: List} is unfolded.
 *
 * @param documents those before the first that cannot be read
 * @param problem why there are no more; null if that is all of it
 */
record ManifestFile(List<Document> documents, @Nullable Problem problem) {
    /** A list of SeldonDeployments can be long; a file above this is a mistake. */
    private static final long MOST_BYTES = 64L * 1024 * 1024;

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    ManifestFile {
        documents = List.copyOf(documents);
    }

    /** @param stamp of the file, from before it is read */
    static ManifestFile read(Path path, Stamp stamp) {
        String name = path.toString();
        List<Document> documents = new ArrayList<>();
        try {
            if (stamp.bytes() > MOST_BYTES) {
                throw new Malformed(0, "is larger than " + MOST_BYTES / 1024 / 1024 + " MiB");
            }
            YamlDocuments stream = new YamlDocuments(text(path), name);
            for (Document next = stream.next(); next != null; next = stream.next()) {
                if (!next.content().isNull()) {
                    documents.addAll(next.unfolded());
                }
            }
            return new ManifestFile(documents, null);
        } catch (Malformed malformed) {
            return new ManifestFile(documents, unreadable(name, malformed.sentence(), malformed.line()));
        } catch (AccessDeniedException denied) {
            return new ManifestFile(documents, unreadable(name, "may not be read by this process", 0));
        } catch (CharacterCodingException malformed) {
            return new ManifestFile(documents, unreadable(name, "is not UTF-8", 0));
        } catch (IOException failure) {
            return new ManifestFile(documents, unreadable(name, "cannot be read", 0));
        }
    }

    private static String text(Path path) throws IOException {
        String text = Files.readString(path);
        return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
    }

    /** Of a file or directory; what was admitted from it is kept by the store. */
    static Problem unreadable(String name, String why, int line) {
        return new Problem(
                        Severity.ERROR,
                        Code.UNREADABLE_FILE,
                        name,
                        "",
                        (line == 0 ? "" : "line " + line + ": ") + why
                                + "; what was admitted from it before stays in force",
                        name)
                .at(line);
    }
}
