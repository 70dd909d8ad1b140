package io.sluice.watcher.admission.http;

import com.google.re2j.Pattern;
import io.sluice.table.PathRewrite;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.RegexReader;
import org.jspecify.annotations.Nullable;

/** Reads {@code rewrite} (istio.md §1.5): {@code uriRegexRewrite} wins over {@code uri}. */
final class RewriteReader {
    private RewriteReader() {}

    record Rewrites(@Nullable PathRewrite path, @Nullable String authority) {}

    static Rewrites read(Reader rewrite) {
        String uri = rewrite.text("uri");
        PathRewrite regex = rewrite.object("uriRegexRewrite", RewriteReader::regex);
        // Whether it replaces a prefix or the whole path is up to the match, which the router compiles beside it.
        PathRewrite path = regex != null || uri == null || uri.isEmpty() ? regex : new PathRewrite.ReplacePrefix(uri);
        String authority = rewrite.text("authority");
        boolean empty = regex == null && (uri == null || uri.isEmpty()) && (authority == null || authority.isEmpty());
        if (empty) {
            throw rewrite.invalid("uri", "rewrite must specify URI, UriRegexRewrite, or authority");
        }
        return new Rewrites(path, authority == null || authority.isEmpty() ? null : authority);
    }

    private static PathRewrite regex(Reader rewrite) {
        String pattern = RegexReader.read(rewrite, "match", rewrite.requiredText("match"));
        String substitution = rewrite.text("rewrite", "");
        checkGroups(rewrite, Pattern.compile(pattern).groupCount(), substitution);
        return new PathRewrite.ReplaceRegex(pattern, substitution);
    }

    /** After a backslash stands a group that there is, or another backslash. */
    private static void checkGroups(Reader rewrite, int groups, String substitution) {
        for (int i = substitution.indexOf('\\'); i >= 0; i = substitution.indexOf('\\', i + 2)) {
            char next = i + 1 < substitution.length() ? substitution.charAt(i + 1) : ' ';
            boolean known = next == '\\' || (next >= '0' && next <= '9' && next - '0' <= groups);
            if (!known) {
                throw rewrite.invalid("rewrite", "\"" + substitution + "\": after \\ stands a group of match, or \\");
            }
        }
    }
}
