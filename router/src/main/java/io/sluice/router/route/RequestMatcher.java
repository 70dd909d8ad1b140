package io.sluice.router.route;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.QueryParameters;
import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.match.ClaimMatch;
import io.sluice.table.match.Condition;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.SourceMatch;
import io.sluice.table.match.StringMatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A {@link RequestMatch}, compiled: the path first, then whatever else is asked, in the order of {@link
 * RequestMatch#conditions}. Who asks <em>whether</em> and who asks <em>why not</em> run the same tests. Immutable.
 */
public final class RequestMatcher {
    /** No condition is left that does not hold. */
    public static final int ALL_HOLD = -1;

    private static final byte[] EMPTY = {};

    private final PathMatcher path;

    /** One a condition, the path's among them. */
    private final Test[] tests;

    private interface Test {
        boolean holds(RequestHead head, @Nullable Workload caller, @Nullable Claims claims);
    }

    RequestMatcher(RequestMatch match) {
        path = PathMatcher.of(match.path());
        List<Condition> conditions = match.conditions();
        tests = new Test[conditions.size()];
        for (int i = 0; i < tests.length; i++) {
            tests[i] = test(conditions.get(i));
        }
    }

    /**
     * @param caller null = not known
     * @param claims null = no token
     */
    boolean matches(RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
        return pathMatches(head) && rest(head, caller, claims);
    }

    private boolean pathMatches(RequestHead head) {
        return path.matches(head.bytes(), head.pathStart(), head.pathEnd());
    }

    /** All but the path. */
    boolean rest(RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
        return unmet(head, caller, claims, 1) == ALL_HOLD;
    }

    /** Position in {@link RequestMatch#conditions} of the first that does not hold; {@link #ALL_HOLD} if it is a match. */
    public int firstUnmet(RequestHead head, @Nullable Workload caller, @Nullable Claims claims) {
        return unmet(head, caller, claims, 0);
    }

    private int unmet(RequestHead head, @Nullable Workload caller, @Nullable Claims claims, int from) {
        for (int i = from; i < tests.length; i++) {
            if (!tests[i].holds(head, caller, claims)) {
                return i;
            }
        }
        return ALL_HOLD;
    }

    private Test test(Condition condition) {
        return switch (condition) {
            case Condition.Path same -> (head, caller, claims) -> pathMatches(head);
            case Condition.Method method -> method(TextMatcher.of(method.value()));
            case Condition.Scheme scheme -> scheme(TextMatcher.of(scheme.value()));
            case Condition.Authority authority -> authority(TextMatcher.of(authority.value()));
            case Condition.Source source -> source(source.value());
            case Condition.Header header -> header(header.value());
            case Condition.Query query -> query(query.value());
            case Condition.Claim claim -> claim(claim.value());
        };
    }

    /** Without a token only an inverted condition holds (istio-recorded.md §14). */
    private static Test claim(ClaimMatch wanted) {
        TextMatcher value = TextMatcher.of(wanted.value());
        return (head, caller, claims) ->
                (claims != null && claims.has(wanted.path(), value::matches)) != wanted.inverted();
    }

    private static Test always(boolean holds) {
        return (head, caller, claims) -> holds;
    }

    private static Test method(TextMatcher value) {
        return (head, caller, claims) -> value.matches(head.bytes(), head.methodStart(), head.methodEnd());
    }

    private static Test scheme(TextMatcher value) {
        // As an HTTP/2 client said it, whatever it came over (istio-recorded.md §13).
        return (head, caller, claims) -> head.schemeEnd() > head.schemeStart()
                ? value.matches(head.bytes(), head.schemeStart(), head.schemeEnd())
                : value.matches(head.scheme(), 0, head.scheme().length);
    }

    private static Test authority(TextMatcher value) {
        return (head, caller, claims) -> value.matches(head.bytes(), head.hostStart(), head.hostEnd());
    }

    private static Test query(QueryMatch wanted) {
        byte[] name = Ascii.bytes(wanted.name());
        TextMatcher value = TextMatcher.of(wanted.value());
        return (head, caller, claims) -> {
            int start = QueryParameters.valueOf(head, name);
            return start >= 0 && value.matches(head.bytes(), start, QueryParameters.valueEnd(head, start));
        };
    }

    private static Test source(SourceMatch wanted) {
        return (head, caller, claims) -> caller != null
                && (wanted.namespace() == null || wanted.namespace().equals(caller.namespace()))
                && caller.labels().entrySet().containsAll(wanted.labels().entrySet());
    }

    private static Test header(HeaderMatch match) {
        TextMatcher value = TextMatcher.of(match.value());
        if (match.name().startsWith(":")) {
            Test test = pseudo(match.name(), value);
            return match.inverted() ? (head, caller, claims) -> !test.holds(head, caller, claims) : test;
        }
        byte[] name = Ascii.bytes(match.name());
        if (!match.inverted()) {
            return (head, caller, claims) -> lineMatches(head.fields(), name, value, false);
        }
        // Under an inverted condition a missing header counts as the empty text.
        boolean missing = !(match.value() instanceof StringMatch.Present) && value.matches(EMPTY, 0, 0);
        return (head, caller, claims) -> !lineMatches(head.fields(), name, value, missing);
    }

    /** Line by line (istio-recorded.md §1). */
    private static boolean lineMatches(HeaderBlock fields, byte[] name, TextMatcher value, boolean ifMissing) {
        int line = fields.next(name, -1);
        if (line < 0) {
            return ifMissing;
        }
        for (; line >= 0; line = fields.next(name, line)) {
            if (value.matches(fields.bytes(), fields.valueStart(line), fields.valueEnd(line))) {
                return true;
            }
        }
        return false;
    }

    private static Test pseudo(String name, TextMatcher value) {
        return switch (name) {
            case ":method" -> method(value);
            case ":authority" -> authority(value);
            case ":scheme" -> scheme(value);
            case ":path" ->
                (head, caller, claims) -> {
                    byte[] target = Ascii.bytes(Ascii.text(head.bytes(), head.pathStart(), head.pathEnd())
                            + Ascii.text(head.bytes(), head.queryStart(), head.queryEnd()));
                    return value.matches(target, 0, target.length);
                };
            default -> always(false);
        };
    }
}
