package io.sluice.table.match;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions on a request; all must hold. Declared by an entry of VirtualService {@code http[].match}.
 *
 * @param path on the normalised path, without query
 * @param method null = any; likewise the next two
 * @param authority on the raw {@code Host}, port included
 * @param source on the caller's workload, known by its address; null = any
 */
public record RequestMatch(
        PathMatch path,
        @Nullable StringMatch method,
        @Nullable StringMatch scheme,
        @Nullable StringMatch authority,
        List<HeaderMatch> headers,
        List<QueryMatch> query,
        List<ClaimMatch> claims,
        @Nullable SourceMatch source) {

    /** Matches every request. */
    public static final RequestMatch ANY = ofPath(new PathMatch.Prefix("/", false));

    public RequestMatch {
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        claims = List.copyOf(claims);
    }

    public static RequestMatch ofPath(PathMatch path) {
        return new RequestMatch(path, null, null, null, List.of(), List.of(), List.of(), null);
    }

    /** Every condition, in the order they are asked: the path is always the first. */
    public List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        all.add(new Condition.Path(path));
        if (method != null) {
            all.add(new Condition.Method(method));
        }
        if (scheme != null) {
            all.add(new Condition.Scheme(scheme));
        }
        if (authority != null) {
            all.add(new Condition.Authority(authority));
        }
        if (source != null) {
            all.add(new Condition.Source(source));
        }
        headers.forEach(header -> all.add(new Condition.Header(header)));
        query.forEach(parameter -> all.add(new Condition.Query(parameter)));
        claims.forEach(claim -> all.add(new Condition.Claim(claim)));
        return all;
    }

    /**
     * A route with this match ends its VirtualService and goes last when several are merged (istio.md §1.1, §1.3). To Envoy
     * method, scheme and authority are headers, so a condition on one of them makes it none.
     */
    public boolean catchAll() {
        return path.matchesEverything() && conditions().size() == 1;
    }
}
