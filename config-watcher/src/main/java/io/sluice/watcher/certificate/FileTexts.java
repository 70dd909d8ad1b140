package io.sluice.watcher.certificate;

import org.jspecify.annotations.Nullable;

/**
 * What the files of one set hold; a text is null if its file cannot be read.
 *
 * @param fault why what they hold now does not count, and what they held last does; null = it counts
 */
public record FileTexts(
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String authorities,
        @Nullable String revoked,
        @Nullable String fault) {
    public static final FileTexts NONE = new FileTexts(null, null, null, null, null);

    /** The same, which counts though there is something newer. */
    public FileTexts inSpiteOf(String reason) {
        return new FileTexts(certificate, key, authorities, revoked, reason);
    }

    /** Never a key. */
    @Override
    public String toString() {
        return "FileTexts[fault=" + fault + "]";
    }
}
