package io.sluice.watcher.admission;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sluice.table.PathRewrite;
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
        return new Rewrites(path, authority == null || authority.isEmpty() ? null : authority);
    }

    private static PathRewrite regex(Reader rewrite) {
        String pattern = rewrite.requiredText("match");
        try {
            Pattern.compile(pattern);
        } catch (PatternSyntaxException malformed) {
            throw rewrite.invalid("match", "is no RE2 expression: " + malformed.getMessage());
        }
        return new PathRewrite.ReplaceRegex(pattern, rewrite.text("rewrite", ""));
    }
}
