package io.sluice.conformance.compare;

import io.sluice.conformance.feature.Call;
import io.sluice.conformance.feature.Ideal;
import io.sluice.conformance.feature.Repetition;
import io.sluice.conformance.feature.Rules;
import io.sluice.conformance.feature.Turn.Exchange;
import io.sluice.conformance.observation.Body;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.observation.Observation;
import io.sluice.conformance.observation.Outcome.Answered;
import io.sluice.conformance.observation.Outcome.Counted;
import io.sluice.conformance.observation.Response;
import io.sluice.conformance.observation.Sighting;
import io.sluice.conformance.protocol.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** An exchange that went well, and each way in which it may not. */
final class Observations {
    static final Rules STRICT = new Rules(
            Set.of(),
            Set.of(),
            Set.of(),
            Rules.Bodies.EXACT,
            false,
            Rules.Sightings.PER_UPSTREAM,
            Rules.Counts.SHARES,
            0,
            1000,
            false);

    static final Response OK = new Response(
            200,
            null,
            List.of(),
            Framing.CONTENT_LENGTH,
            true,
            headers("X-A", "1", "date", "<date>"),
            body("{\"a\": 1}"),
            headers("x-end", "1"));
    static final Response NONE =
            new Response(null, "reset", List.of(), Framing.NONE, false, Headers.NONE, Body.EMPTY, Headers.NONE);
    static final Sighting SEEN = new Sighting(
            "a",
            "GET",
            "/x",
            "HTTP/1.1",
            Framing.CONTENT_LENGTH,
            headers("host", "h", "x-envoy-expected-rq-timeout-ms", "1000"),
            body("in"),
            headers("x-t", "1"),
            true);

    private Observations() {}

    static Headers headers(String... pairs) {
        List<Header> lines = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            lines.add(new Header(pairs[i], pairs[i + 1]));
        }
        return new Headers(lines);
    }

    static Body body(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Observation answered(Response response, Sighting... sightings) {
        return new Observation(new Answered(List.of(response), List.of(sightings)), 10);
    }

    static Observation counted(int requests, Map<String, Integer> status, Map<String, Integer> upstream) {
        return new Observation(new Counted(requests, status, upstream), 10);
    }

    static Exchange exchange(Rules rules) {
        return exchange(rules, new Ideal(Map.of(), Map.of()));
    }

    static Exchange exchange(Rules rules, Ideal ideal) {
        Call call = new Call("127.0.0.2", 1, 1, new Call.Sent.Raw(Bytes.NONE, "GET"));
        return new Exchange("one", call, new Repetition.Once(), 0, 0, rules, ideal);
    }

    static Response with(Response response, Headers headers) {
        return new Response(
                response.status(),
                response.error(),
                response.interim(),
                response.framing(),
                response.complete(),
                headers,
                response.body(),
                response.trailers());
    }

    static Response with(Response response, Body body) {
        return new Response(
                response.status(),
                response.error(),
                response.interim(),
                response.framing(),
                response.complete(),
                response.headers(),
                body,
                response.trailers());
    }

    static Sighting with(Sighting sighting, String upstream) {
        return new Sighting(
                upstream,
                sighting.method(),
                sighting.target(),
                sighting.protocol(),
                sighting.framing(),
                sighting.headers(),
                sighting.body(),
                sighting.trailers(),
                sighting.complete());
    }

    static Sighting with(Sighting sighting, Headers headers) {
        return new Sighting(
                sighting.upstream(),
                sighting.method(),
                sighting.target(),
                sighting.protocol(),
                sighting.framing(),
                headers,
                sighting.body(),
                sighting.trailers(),
                sighting.complete());
    }

    static Sighting with(Sighting sighting, Framing framing, Body body) {
        return new Sighting(
                sighting.upstream(),
                sighting.method(),
                sighting.target(),
                sighting.protocol(),
                framing,
                sighting.headers(),
                body,
                sighting.trailers(),
                sighting.complete());
    }
}
