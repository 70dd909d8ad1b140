package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.QueryParameters;
import io.sluice.router.http.RequestHead;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.SourceMatch;
import io.sluice.table.match.StringMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link RequestMatch}, compiled: the path first, then whatever else is asked. Immutable. */
public final class RequestMatcher {
    /** Plaintext listeners alone are open: their requests have this scheme (istio.md §1.2). */
    private static final byte[] HTTP = Ascii.bytes("http");

    private static final byte[] EMPTY = {};

    private final PathMatcher path;
    private final boolean pathOnly;
    private final boolean never;
    private final @Nullable TextMatcher method;
    private final @Nullable TextMatcher authority;
    private final List<Header> headers;
    private final List<Query> query;
    private final @Nullable SourceMatch source;

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Header(byte[] name, TextMatcher value, boolean inverted, boolean present) {}

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Query(byte[] name, TextMatcher value) {}

    RequestMatcher(RequestMatch match) {
        path = PathMatcher.of(match.path());
        method = text(match.method());
        authority = text(match.authority());
        headers = match.headers().stream().map(RequestMatcher::header).toList();
        query = match.query().stream().map(RequestMatcher::query).toList();
        source = match.source();
        TextMatcher scheme = text(match.scheme());
        // No token is verified yet, so no claim is known: only an inverted condition holds.
        never = match.claims().stream().anyMatch(claim -> !claim.inverted())
                || (scheme != null && !scheme.matches(HTTP, 0, HTTP.length));
        pathOnly =
                !never && method == null && authority == null && headers.isEmpty() && query.isEmpty() && source == null;
    }

    private static @Nullable TextMatcher text(@Nullable StringMatch match) {
        return match == null ? null : TextMatcher.of(match);
    }

    private static Header header(HeaderMatch match) {
        return new Header(
                Ascii.bytes(match.name()),
                TextMatcher.of(match.value()),
                match.inverted(),
                match.value() instanceof StringMatch.Present);
    }

    private static Query query(QueryMatch match) {
        return new Query(Ascii.bytes(match.name()), TextMatcher.of(match.value()));
    }

    /** @param caller null = not known */
    boolean matches(RequestHead head, @Nullable Workload caller) {
        return path.matches(head.bytes(), head.pathStart(), head.pathEnd()) && (pathOnly || rest(head, caller));
    }

    /** All but the path. */
    boolean rest(RequestHead head, @Nullable Workload caller) {
        byte[] bytes = head.bytes();
        return !never
                && (method == null || method.matches(bytes, head.methodStart(), head.methodEnd()))
                && (authority == null || authority.matches(bytes, head.hostStart(), head.hostEnd()))
                && sourceMatches(caller)
                && headersMatch(head)
                && queryMatches(head);
    }

    private boolean sourceMatches(@Nullable Workload caller) {
        SourceMatch wanted = source;
        if (wanted == null) {
            return true;
        }
        return caller != null
                && (wanted.namespace() == null || wanted.namespace().equals(caller.namespace()))
                && caller.labels().entrySet().containsAll(wanted.labels().entrySet());
    }

    private boolean headersMatch(RequestHead head) {
        for (Header header : headers) {
            if (headerMatches(head, header) == header.inverted()) {
                return false;
            }
        }
        return true;
    }

    /** Line by line (istio-recorded.md §1); under an inverted condition a missing header counts as the empty text. */
    private static boolean headerMatches(RequestHead head, Header header) {
        if (header.name()[0] == ':') {
            return pseudoMatches(head, header);
        }
        HeaderBlock fields = head.fields();
        int line = fields.next(header.name(), -1);
        if (line < 0) {
            return header.inverted() && !header.present() && header.value().matches(EMPTY, 0, 0);
        }
        for (; line >= 0; line = fields.next(header.name(), line)) {
            if (header.value().matches(fields.bytes(), fields.valueStart(line), fields.valueEnd(line))) {
                return true;
            }
        }
        return false;
    }

    private static boolean pseudoMatches(RequestHead head, Header header) {
        byte[] bytes = head.bytes();
        return switch (Ascii.text(header.name(), 0, header.name().length)) {
            case ":method" -> header.value().matches(bytes, head.methodStart(), head.methodEnd());
            case ":authority" -> header.value().matches(bytes, head.hostStart(), head.hostEnd());
            case ":scheme" -> header.value().matches(HTTP, 0, HTTP.length);
            case ":path" -> {
                byte[] target = Ascii.bytes(Ascii.text(bytes, head.pathStart(), head.pathEnd())
                        + Ascii.text(bytes, head.queryStart(), head.queryEnd()));
                yield header.value().matches(target, 0, target.length);
            }
            default -> false;
        };
    }

    private boolean queryMatches(RequestHead head) {
        for (Query wanted : query) {
            int start = QueryParameters.valueOf(head, wanted.name());
            if (start < 0 || !wanted.value().matches(head.bytes(), start, QueryParameters.valueEnd(head, start))) {
                return false;
            }
        }
        return true;
    }
}
