package io.sluice.router.route.path;

import com.google.re2j.Pattern;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.table.PathRewrite;
import io.sluice.table.match.PathMatch;

/** Changes a request's path as its route says; the query stays. Immutable. */
public sealed interface PathRewriter {

    void rewrite(RequestHead head);

    /** A prefix replacement on a match of another kind replaces the whole path (istio.md §1.5). */
    static PathRewriter of(PathRewrite rewrite, PathMatch match) {
        return switch (rewrite) {
            case PathRewrite.ReplacePrefix prefix ->
                match instanceof PathMatch.Prefix matched
                        ? new OfPrefix(matched.path().length(), Ascii.bytes(prefix.replacement()))
                        : new OfAll(Ascii.bytes(prefix.replacement()));
            case PathRewrite.ReplaceAll all -> new OfAll(Ascii.bytes(all.path()));
            case PathRewrite.ReplaceRegex regex ->
                new OfRegex(Pattern.compile(regex.pattern()), javaReplacement(regex.substitution()));
        };
    }

    /** From RE2's {@code \1} to the form of {@link com.google.re2j.Matcher#replaceAll}. */
    private static String javaReplacement(String substitution) {
        StringBuilder java = new StringBuilder();
        for (int i = 0; i < substitution.length(); i++) {
            char c = substitution.charAt(i);
            if (c == '\\' && i + 1 < substitution.length() && Character.isDigit(substitution.charAt(i + 1))) {
                java.append('$').append(substitution.charAt(++i));
            } else if (c == '$' || c == '\\') {
                java.append('\\').append(c);
                i += c == '\\' && i + 1 < substitution.length() && substitution.charAt(i + 1) == '\\' ? 1 : 0;
            } else {
                java.append(c);
            }
        }
        return java.toString();
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    record OfPrefix(int matched, byte[] replacement) implements PathRewriter {
        @Override
        public void rewrite(RequestHead head) {
            head.replacePrefix(Math.min(matched, head.pathEnd() - head.pathStart()), replacement);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    record OfAll(byte[] path) implements PathRewriter {
        @Override
        public void rewrite(RequestHead head) {
            head.replacePrefix(head.pathEnd() - head.pathStart(), path);
        }
    }

    record OfRegex(Pattern pattern, String replacement) implements PathRewriter {
        @Override
        public void rewrite(RequestHead head) {
            String path = Ascii.text(head.bytes(), head.pathStart(), head.pathEnd());
            HeaderBlock block = head.fields();
            int start = block.length();
            block.append(Ascii.bytes(pattern.matcher(path).replaceAll(replacement)));
            head.path(start, block.length(), true);
        }
    }
}
