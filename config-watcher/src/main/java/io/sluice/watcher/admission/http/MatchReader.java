package io.sluice.watcher.admission.http;

import io.sluice.table.match.ClaimMatch;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.RegexReader;
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
                port(match),
                match.texts("gateways"),
                match.text("sourceNamespace"),
                match.textMap("sourceLabels"));
    }

    private static @Nullable Integer port(Reader match) {
        Integer port = match.integer("port");
        if (port != null && (port < 0 || port > 65535)) {
            throw match.invalid("port", "port number " + port + " must be in the range 1..65535");
        }
        return port == null || port == 0 ? null : port;
    }

    private static void headers(
            Reader match, String field, boolean inverted, List<HeaderMatch> headers, List<ClaimMatch> claims) {
        Map<String, StringMatch> conditions = match.objectMap(field, condition -> string(condition, inverted));
        conditions.forEach((name, value) -> {
            List<String> claim = ClaimNames.path(name);
            if (claim != null) {
                claims.add(new ClaimMatch(claim, value, inverted));
                match.problem(
                        Severity.ERROR,
                        Code.NOT_SUPPORTED,
                        field + "." + name,
                        "tokens are not checked by this router yet; "
                                + (inverted ? "no claim is known, so this holds" : "this never matches"));
            } else if (!name.matches(":?[!#$%&'*+.^_`|~0-9A-Za-z-]+")) {
                throw match.invalid(field, "\"" + name + "\" is no header name");
            } else {
                headers.add(new HeaderMatch(name.toLowerCase(Locale.ROOT), value, inverted));
            }
        });
    }

    /** Of {@code corsPolicy.allowOrigins}, where a condition must say something. */
    static StringMatch origin(Reader origin) {
        StringMatch match = string(origin);
        if (match instanceof StringMatch.Present) {
            throw origin.invalid("exact", "an origin needs one of exact, prefix and regex");
        }
        return match;
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
                : new StringMatch.Regex(RegexReader.read(match, "regex", regex));
    }
}
