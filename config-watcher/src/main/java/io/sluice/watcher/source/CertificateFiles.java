package io.sluice.watcher.source;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Files that manifests name for their certificates. One that cannot be read is left out: whoever needs it says so. */
@FunctionalInterface
public interface CertificateFiles {
    long MOST_BYTES = 1024 * 1024;

    /** Files as they are, which nobody follows. */
    CertificateFiles AS_THEY_ARE = CertificateFiles::texts;

    /** Texts by name; where they are followed, a change of one counts as a change of the manifests from now on. */
    Map<String, String> read(Set<String> names);

    private static Map<String, String> texts(Set<String> names) {
        Map<String, String> texts = new HashMap<>();
        for (String name : names) {
            try {
                Path file = Path.of(name);
                if (Files.isRegularFile(file) && Files.size(file) <= MOST_BYTES) {
                    texts.put(name, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            } catch (IOException | InvalidPathException unreadable) {
                texts.remove(name);
            }
        }
        return texts;
    }
}
