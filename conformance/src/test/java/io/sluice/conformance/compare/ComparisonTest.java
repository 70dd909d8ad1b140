package io.sluice.conformance.compare;

import static io.sluice.conformance.compare.Observations.NONE;
import static io.sluice.conformance.compare.Observations.OK;
import static io.sluice.conformance.compare.Observations.SEEN;
import static io.sluice.conformance.compare.Observations.STRICT;
import static io.sluice.conformance.compare.Observations.answered;
import static io.sluice.conformance.compare.Observations.body;
import static io.sluice.conformance.compare.Observations.exchange;
import static io.sluice.conformance.compare.Observations.headers;
import static io.sluice.conformance.compare.Observations.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.sluice.conformance.feature.Rules;
import io.sluice.conformance.observation.Body;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.observation.Observation;
import io.sluice.conformance.observation.Response;
import io.sluice.conformance.observation.Sighting;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One seeded difference of each kind is found, and called by its name; what a rule lets pass, passes, and nothing beside it. */
class ComparisonTest {
    private static final Observation RECORDED = answered(OK, SEEN);

    private static Stream<Arguments> seeded() {
        return Stream.of(
                arguments(
                        "response status",
                        answered(response(404, null, List.of(), Framing.CONTENT_LENGTH, true), SEEN)),
                arguments(
                        "response error",
                        answered(response(200, "closed", List.of(), Framing.CONTENT_LENGTH, true), SEEN)),
                arguments(
                        "response interim",
                        answered(response(200, null, List.of(100), Framing.CONTENT_LENGTH, true), SEEN)),
                arguments("response framing", answered(response(200, null, List.of(), Framing.CHUNKED, true), SEEN)),
                arguments(
                        "response complete",
                        answered(response(200, null, List.of(), Framing.CONTENT_LENGTH, false), SEEN)),
                arguments("response body", answered(with(OK, body("{\"a\":1}")), SEEN)),
                arguments("response header x-a", answered(with(OK, headers("x-a", "2")), SEEN)),
                arguments("response header x-a", answered(with(OK, Headers.NONE), SEEN)),
                arguments("response header x-b", answered(with(OK, headers("x-a", "1", "x-b", "1")), SEEN)),
                arguments("response trailer x-end", answered(trailers(OK, headers("x-end", "2")), SEEN)),
                arguments("response trailer x-end", answered(trailers(OK, Headers.NONE), SEEN)),
                arguments("upstream requests", answered(OK)),
                arguments("upstream requests", answered(OK, SEEN, SEEN)),
                arguments("upstream requests", answered(OK, with(SEEN, "b"))),
                arguments("upstream[0:a] method", answered(OK, sighting("POST", "/x", "HTTP/1.1", true))),
                arguments("upstream[0:a] target", answered(OK, sighting("GET", "/y", "HTTP/1.1", true))),
                arguments("upstream[0:a] protocol", answered(OK, sighting("GET", "/x", "HTTP/2", true))),
                arguments("upstream[0:a] complete", answered(OK, sighting("GET", "/x", "HTTP/1.1", false))),
                arguments("upstream[0:a] framing", answered(OK, with(SEEN, Framing.CHUNKED, SEEN.body()))),
                arguments("upstream[0:a] body", answered(OK, with(SEEN, SEEN.framing(), body("no")))),
                arguments(
                        "upstream[0:a] header host",
                        answered(OK, with(SEEN, headers("host", "H", "x-envoy-expected-rq-timeout-ms", "1000")))),
                arguments(
                        "upstream[0:a] header x-envoy-expected-rq-timeout-ms",
                        answered(OK, with(SEEN, headers("host", "h", "x-envoy-expected-rq-timeout-ms", "849")))),
                arguments("elapsed milliseconds", new Observation(RECORDED.outcome(), 1001)));
    }

    @ParameterizedTest(name = "{0} {index}")
    @MethodSource("seeded")
    void aSeededDifferenceIsFoundAlone(String what, Observation observed) {
        assertThat(whats(STRICT, RECORDED, observed)).containsExactly(what);
    }

    @Test
    void whatIsAsRecordedDoesNotDiffer() {
        assertThat(whats(STRICT, RECORDED, RECORDED)).isEmpty();
        assertThat(whats(STRICT, answered(NONE), answered(NONE))).isEmpty();
    }

    @Test
    void headersAreAMapAndWhatEveryHopWritesForItselfIsTolerated() {
        Headers recorded =
                headers("x-a", "1", "X-List", "a", "x-list", "b, c", "set-cookie", "m=1", "set-cookie", "n=2");
        Headers same = headers(
                "set-cookie",
                "n=2",
                "X-LIST",
                "a,b",
                "x-list",
                "c",
                "connection",
                "close",
                "server",
                "s",
                "keep-alive",
                "1",
                "date",
                "now",
                "Set-Cookie",
                "m=1",
                "X-A",
                "1");
        assertThat(whats(STRICT, answered(with(OK, recorded), SEEN), answered(with(OK, same), SEEN)))
                .isEmpty();
        Headers otherCookie = headers("x-a", "1", "x-list", "a,b,c", "set-cookie", "m=1");
        assertThat(whats(STRICT, answered(with(OK, recorded), SEEN), answered(with(OK, otherCookie), SEEN)))
                .containsExactly("response header set-cookie");
    }

    @Test
    void anEmptyHeaderIsNotAnAbsentOne() {
        assertThat(whats(STRICT, answered(with(OK, headers("x-a", "")), SEEN), answered(with(OK, Headers.NONE), SEEN)))
                .containsExactly("response header x-a");
    }

    @Test
    void ignoredHeadersAreIgnoredOnTheirSideAndStrictOnesAreNotTolerated() {
        Observation observed = answered(with(OK, headers("x-a", "2", "server", "s")), SEEN);
        assertThat(whats(rules(Set.of("x-a"), Set.of(), Set.of()), RECORDED, observed))
                .isEmpty();
        assertThat(whats(rules(Set.of(), Set.of("server"), Set.of("x-a")), RECORDED, observed))
                .containsExactly("response header server", "response header x-a");
    }

    @Test
    void letterCaseOfNamesCountsWhereACaseSaysSo() {
        Rules exact = new Rules(
                Set.of(),
                Set.of(),
                Set.of(),
                Rules.Bodies.EXACT,
                false,
                Rules.Sightings.PER_UPSTREAM,
                Rules.Counts.SHARES,
                0,
                1000,
                true);
        assertThat(whats(exact, RECORDED, answered(with(OK, headers("x-a", "1")), SEEN)))
                .containsExactly("response header X-A", "response header x-a");
    }

    @Test
    void bodiesMayBeComparedAsJsonOrNotAtAll() {
        assertThat(whats(bodies(Rules.Bodies.JSON), RECORDED, answered(with(OK, body("{\"a\":1}")), SEEN)))
                .isEmpty();
        assertThat(whats(bodies(Rules.Bodies.JSON), RECORDED, answered(with(OK, body("{\"a\":2}")), SEEN)))
                .containsExactly("response body");
        assertThat(whats(bodies(Rules.Bodies.JSON), RECORDED, answered(with(OK, body("{")), SEEN)))
                .containsExactly("response body");
        assertThat(whats(bodies(Rules.Bodies.IGNORE), RECORDED, answered(with(OK, Body.EMPTY), SEEN)))
                .isEmpty();
    }

    @Test
    void anyErrorIsAnErrorAndNoAnswer() {
        Rules any = new Rules(
                Set.of(),
                Set.of(),
                Set.of(),
                Rules.Bodies.EXACT,
                true,
                Rules.Sightings.PER_UPSTREAM,
                Rules.Counts.SHARES,
                0,
                1000,
                false);
        Observation closed = answered(response(null, "closed", List.of(), Framing.NONE, false));
        assertThat(whats(STRICT, answered(NONE), closed)).containsExactly("response error");
        assertThat(whats(any, answered(NONE), closed)).isEmpty();
        assertThat(whats(any, answered(NONE), answered(OK))).containsExactly("response status", "response error");
    }

    @Test
    void noBodyAndALengthOfZeroAreTheSameToAnUpstream() {
        assertThat(whats(
                        STRICT,
                        answered(OK, with(SEEN, Framing.NONE, Body.EMPTY)),
                        answered(OK, with(SEEN, Framing.CONTENT_LENGTH, Body.EMPTY))))
                .isEmpty();
        assertThat(whats(
                        STRICT,
                        answered(OK, with(SEEN, Framing.NONE, Body.EMPTY)),
                        answered(OK, with(SEEN, Framing.CHUNKED, Body.EMPTY))))
                .containsExactly("upstream[0:a] framing");
    }

    @Test
    void whatIsLeftOfATimeoutMayDifferALittle() {
        Headers later = headers("host", "h", "x-envoy-expected-rq-timeout-ms", "850");
        assertThat(whats(STRICT, RECORDED, answered(OK, with(SEEN, later)))).isEmpty();
    }

    private static Stream<Arguments> orders() {
        Sighting b = with(SEEN, "b");
        Sighting other = sighting("GET", "/other", "HTTP/1.1", true);
        return Stream.of(
                arguments(Rules.Sightings.PER_UPSTREAM, List.of(SEEN, b), List.of(b, SEEN), true),
                arguments(Rules.Sightings.PER_UPSTREAM, List.of(SEEN, other), List.of(other, SEEN), false),
                arguments(Rules.Sightings.PER_UPSTREAM, List.of(SEEN, SEEN), List.of(SEEN, b), false),
                arguments(Rules.Sightings.EXACT, List.of(SEEN, b), List.of(b, SEEN), false),
                arguments(Rules.Sightings.ANY_UPSTREAM, List.of(SEEN), List.of(b), true),
                arguments(Rules.Sightings.ANY_UPSTREAM, List.of(SEEN), List.of(other), false),
                arguments(Rules.Sightings.COUNT, List.of(SEEN), List.of(other), true),
                arguments(Rules.Sightings.COUNT, List.of(SEEN), List.of(), false),
                arguments(Rules.Sightings.IGNORE, List.of(SEEN), List.of(), true));
    }

    @ParameterizedTest
    @MethodSource("orders")
    void theOrderOfSightingsCountsAsFarAsTheRuleSays(
            Rules.Sightings rule, List<Sighting> recorded, List<Sighting> observed, boolean same) {
        Rules rules = new Rules(
                Set.of(), Set.of(), Set.of(), Rules.Bodies.EXACT, false, rule, Rules.Counts.SHARES, 0, 1000, false);
        List<String> differences = whats(
                rules,
                answered(OK, recorded.toArray(Sighting[]::new)),
                answered(OK, observed.toArray(Sighting[]::new)));
        assertThat(differences.isEmpty()).isEqualTo(same);
    }

    private static List<String> whats(Rules rules, Observation expected, Observation observed) {
        return Comparison.differences(exchange(rules), expected, observed).stream()
                .map(Difference::what)
                .toList();
    }

    private static Rules rules(Set<String> ignored, Set<String> strict, Set<String> ignoredUpstream) {
        return new Rules(
                ignored,
                strict,
                ignoredUpstream,
                Rules.Bodies.EXACT,
                false,
                Rules.Sightings.PER_UPSTREAM,
                Rules.Counts.SHARES,
                0,
                1000,
                false);
    }

    private static Rules bodies(Rules.Bodies bodies) {
        return new Rules(
                Set.of(),
                Set.of(),
                Set.of(),
                bodies,
                false,
                Rules.Sightings.PER_UPSTREAM,
                Rules.Counts.SHARES,
                0,
                1000,
                false);
    }

    private static Response response(
            @Nullable Integer status,
            @Nullable String error,
            List<Integer> interim,
            Framing framing,
            boolean complete) {
        return new Response(status, error, interim, framing, complete, OK.headers(), OK.body(), OK.trailers());
    }

    private static Response trailers(Response response, Headers trailers) {
        return new Response(
                response.status(),
                response.error(),
                response.interim(),
                response.framing(),
                response.complete(),
                response.headers(),
                response.body(),
                trailers);
    }

    private static Sighting sighting(String method, String target, String protocol, boolean complete) {
        return new Sighting(
                "a", method, target, protocol, SEEN.framing(), SEEN.headers(), SEEN.body(), SEEN.trailers(), complete);
    }
}
