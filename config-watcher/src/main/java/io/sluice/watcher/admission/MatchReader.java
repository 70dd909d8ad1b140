package io.sluice.watcher.admission;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.sluice.table.match.ClaimMatch;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.VirtualService.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads an entry of {@code match} (istio.md §1.2). */
final class MatchReader {
    private static final String CLAIMS = "@request.auth.claims";

    private MatchReader() {}

    static Match read(Reader match) {
        boolean ignoreCase = match.bool("ignoreUriCase", false);
        StringMatch uri = match.object("uri", MatchReader::string);
        List<HeaderMatch> headers = new ArrayList<>();
        List<ClaimMatch> claims = new ArrayList<>();
        headers(match, "headers", false, headers, claims);
        headers(match, "withoutHeaders", true, headers, claims);
        List<QueryMatch> query = match.objectMap("queryParams", MatchReader::string).entrySet().stream()
                .map(entry -> new QueryMatch(entry.getKey(), entry.getValue()))
                .toList();
        match.passOver("statPrefix");
        return new Match(
                match.text("name", ""),
                uri == null ? null : path(uri, ignoreCase),
                match.object("method", MatchReader::string),
                match.object("scheme", MatchReader::string),
                match.object("authority", MatchReader::string),
                headers,
                query,
                claims,
                match.port("port"),
                match.texts("gateways"),
                match.text("sourceNamespace"),
                match.textMap("sourceLabels"));
    }

    private static void headers(
            Reader match, String field, boolean inverted, List<HeaderMatch> headers, List<ClaimMatch> claims) {
        Map<String, StringMatch> conditions = match.objectMap(field, condition -> string(condition, inverted));
        conditions.forEach((name, value) -> {
            if (name.toLowerCase(Locale.ROOT).startsWith(CLAIMS)) {
                claims.add(new ClaimMatch(List.of(name.substring(CLAIMS.length())), value, inverted));
                match.problem(
                        Severity.ERROR,
                        Code.NOT_SUPPORTED,
                        field + "." + name,
                        "tokens are not checked by this router yet; "
                                + (inverted ? "no claim is known, so this holds" : "this never matches"));
            } else {
                headers.add(new HeaderMatch(name.toLowerCase(Locale.ROOT), value, inverted));
            }
        });
    }

    private static PathMatch path(StringMatch uri, boolean ignoreCase) {
        return switch (uri) {
            case StringMatch.Exact exact -> new PathMatch.Exact(exact.value(), ignoreCase);
            case StringMatch.Prefix prefix -> new PathMatch.Prefix(prefix.value(), ignoreCase);
            case StringMatch.Regex regex -> new PathMatch.Regex(regex.pattern());
            case StringMatch.Suffix suffix -> throw new IllegalStateException("no manifest can say a suffix");
            case StringMatch.Present present -> new PathMatch.Prefix("/", false);
        };
    }

    private static StringMatch string(Reader match) {
        return string(match, false);
    }

    /** @param starMeansPresent in {@code withoutHeaders} alone, the regex {@code *} is accepted, and means presence */
    private static StringMatch string(Reader match, boolean starMeansPresent) {
        String exact = match.text("exact");
        String prefix = match.text("prefix");
        String regex = match.text("regex");
        int given = (exact == null ? 0 : 1) + (prefix == null ? 0 : 1) + (regex == null ? 0 : 1);
        if (given > 1) {
            throw match.invalid("exact", "only one of exact, prefix and regex may be set");
        }
        if (exact != null) {
            return new StringMatch.Exact(exact);
        }
        if (prefix != null) {
            return new StringMatch.Prefix(prefix);
        }
        return regex == null || (starMeansPresent && regex.equals("*"))
                ? new StringMatch.Present()
                : new StringMatch.Regex(checked(match, regex));
    }

    private static String checked(Reader match, @Nullable String regex) {
        try {
            return Pattern.compile(regex).pattern();
        } catch (PatternSyntaxException malformed) {
            throw match.invalid("regex", "is no RE2 expression: " + malformed.getMessage());
        }
    }
}
