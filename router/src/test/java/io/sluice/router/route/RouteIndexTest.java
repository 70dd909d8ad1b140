package io.sluice.router.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.header.CompiledHeaders;
import io.sluice.router.http.RequestHead;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.SeriesKey;
import io.sluice.table.DirectResponse;
import io.sluice.table.Origin;
import io.sluice.table.Route;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.StringMatch;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The specification of matching is a loop: the first route, in order, that matches. */
class RouteIndexTest {
    private static final Meters METERS = new Meters(1);
    private static final int REQUESTS_A_TABLE = 100;

    /** A thousand tables, a hundred requests each. */
    @Property(tries = 1_000)
    void theTrieCannotBeToldApartFromTheLoop(
            @ForAll("tables") List<RequestMatch> table, @ForAll("requests") List<RequestHead> requests) {
        List<Route> declared = new ArrayList<>();
        for (RequestMatch match : table) {
            declared.add(
                    new Route("r" + declared.size(), match, new DirectResponse(200, ""), new Origin("", "", "", "")));
        }
        List<CompiledRoute> compiled = declared.stream()
                .map(route -> new CompiledRoute(
                        route.name(),
                        new RequestMatcher(route.match()),
                        new CompiledResponse(200, new byte[0]),
                        null,
                        null,
                        CompiledHeaders.NONE,
                        METERS.exchanges(SeriesKey.UNROUTED),
                        new Origin("VirtualService", "ns", "v", "")))
                .toList();
        RouteIndex loop = new RouteIndex.InOrder(compiled);
        RouteIndex trie = new RouteTrie(compiled, declared);
        for (RequestHead request : requests) {
            String expected = name(loop.firstMatch(request, null, null));
            assertThat(name(trie.firstMatch(request, null, null))).isEqualTo(expected);
            assertThat(firstTraced(compiled, request)).isEqualTo(expected);
        }
    }

    /** As {@code explain} asks: each route for its first condition that does not hold. */
    private static @Nullable String firstTraced(List<CompiledRoute> routes, RequestHead request) {
        for (CompiledRoute route : routes) {
            if (route.matcher().firstUnmet(request, null, null) == RequestMatcher.ALL_HOLD) {
                return route.name();
            }
        }
        return null;
    }

    /** Thousands of models that one path leads to are told apart by their header (Seldon's gRPC). */
    @Test
    void manyRoutesOfOnePathAreToldApartByTheirHeader() {
        List<Route> declared = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            declared.add(new Route(
                    "model-" + i,
                    new RequestMatch(
                            new PathMatch.Regex(".*tensorflow.*|.*seldon.protos.*"),
                            null,
                            null,
                            null,
                            List.of(new HeaderMatch("seldon", new StringMatch.Exact("Model-" + i), false)),
                            List.of(),
                            List.of(),
                            null),
                    new DirectResponse(200, ""),
                    new Origin("", "", "", "")));
        }
        List<CompiledRoute> compiled = declared.stream()
                .map(route -> new CompiledRoute(
                        route.name(),
                        new RequestMatcher(route.match()),
                        new CompiledResponse(200, new byte[0]),
                        null,
                        null,
                        CompiledHeaders.NONE,
                        METERS.exchanges(SeriesKey.UNROUTED),
                        new Origin("VirtualService", "ns", "v", "")))
                .toList();
        RouteIndex index = RouteIndex.of(compiled, declared);
        String call = "/seldon.protos.Seldon/Predict";
        assertThat(name(index.firstMatch(Heads.of("POST", call, "h", "seldon", "Model-49"), null, null)))
                .isEqualTo("model-49");
        assertThat(name(index.firstMatch(Heads.of("POST", call, "h", "seldon", "x", "seldon", "Model-7"), null, null)))
                .isEqualTo("model-7");
        assertThat(index.firstMatch(Heads.of("POST", call, "h", "seldon", "model-7"), null, null))
                .isNull();
        assertThat(index.firstMatch(Heads.of("POST", "/other", "h", "seldon", "Model-7"), null, null))
                .isNull();
    }

    private static @Nullable String name(@Nullable CompiledRoute route) {
        return route == null ? null : route.name();
    }

    /** Few letters, so that paths share prefixes and collide. */
    private static Arbitrary<String> paths() {
        return Arbitraries.strings()
                .withChars('/', 'a', 'b', 'A')
                .ofMaxLength(6)
                .map(path -> "/" + path);
    }

    @Provide
    Arbitrary<List<RequestMatch>> tables() {
        Arbitrary<PathMatch> path = Combinators.combine(
                        paths(), Arbitraries.integers().between(0, 9))
                .as((text, kind) -> switch (kind) {
                    case 0, 1, 2, 3 -> new PathMatch.Prefix(text, false);
                    case 4, 5, 6 -> new PathMatch.Exact(text, false);
                    case 7 -> new PathMatch.Prefix(text, true);
                    case 8 -> new PathMatch.Exact(text, true);
                    default -> new PathMatch.Regex(text + ".*");
                });
        return Combinators.combine(path, Arbitraries.integers().between(0, 5))
                .as((match, condition) -> new RequestMatch(
                        match,
                        condition == 1 ? new StringMatch.Exact("POST") : null,
                        null,
                        null,
                        condition == 2
                                ? List.of(new HeaderMatch("x", new StringMatch.Exact("1"), false))
                                : condition == 3
                                        ? List.of(new HeaderMatch("x", new StringMatch.Present(), true))
                                        : List.of(),
                        condition == 4 ? List.of(new QueryMatch("q", new StringMatch.Prefix("a"))) : List.of(),
                        List.of(),
                        null))
                .list()
                .ofMinSize(1)
                .ofMaxSize(30);
    }

    @Provide
    Arbitrary<List<RequestHead>> requests() {
        return Combinators.combine(
                        paths(),
                        Arbitraries.of("GET", "POST"),
                        Arbitraries.of(Tuple.of("x", "1"), Tuple.of("x", "2"), Tuple.of("y", "1")),
                        Arbitraries.of("", "?q=ab", "?r=1&q=b&q=a"))
                .as((path, method, field, query) -> Heads.of(method, path + query, "h", field.get1(), field.get2()))
                .list()
                .ofSize(REQUESTS_A_TABLE);
    }

    @Test
    void aMissingHeaderCountsAsEmptyUnderWithoutHeaders() {
        RequestMatcher notJason = matcher(new HeaderMatch("end-user", new StringMatch.Exact("jason"), true));
        assertThat(notJason.matches(Heads.of("GET", "/", "h"), null, null)).isTrue();
        assertThat(notJason.matches(Heads.of("GET", "/", "h", "end-user", "jason"), null, null))
                .isFalse();
        RequestMatcher never = matcher(new HeaderMatch("end-user", new StringMatch.Regex(".*"), true));
        assertThat(never.matches(Heads.of("GET", "/", "h"), null, null)).isFalse();
        RequestMatcher absent = matcher(new HeaderMatch("end-user", new StringMatch.Present(), true));
        assertThat(absent.matches(Heads.of("GET", "/", "h"), null, null)).isTrue();
        assertThat(absent.matches(Heads.of("GET", "/", "h", "end-user", ""), null, null))
                .isFalse();
    }

    @Test
    void aRepeatedHeaderIsComparedLineByLine() {
        RequestMatcher exact = matcher(new HeaderMatch("x", new StringMatch.Exact("b"), false));
        assertThat(exact.matches(Heads.of("GET", "/", "h", "x", "a", "x", "b"), null, null))
                .isTrue();
        assertThat(exact.matches(Heads.of("GET", "/", "h", "x", "a,b"), null, null))
                .isFalse();
    }

    private static RequestMatcher matcher(HeaderMatch header) {
        return new RequestMatcher(new RequestMatch(
                new PathMatch.Prefix("/", false), null, null, null, List.of(header), List.of(), List.of(), null));
    }
}
