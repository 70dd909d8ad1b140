package io.sluice.conformance.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.conformance.feature.Rules;
import io.sluice.conformance.feature.Rules.Sightings;
import io.sluice.conformance.feature.Turn.Exchange;
import io.sluice.conformance.observation.Body;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Observation;
import io.sluice.conformance.observation.Outcome;
import io.sluice.conformance.observation.Outcome.Answered;
import io.sluice.conformance.observation.Outcome.Counted;
import io.sluice.conformance.observation.Response;
import io.sluice.conformance.observation.Sighting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an exchange led to, against its recording. */
public final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Exchange exchange;
    private final Rules rules;
    private final List<Difference> differences = new ArrayList<>();

    private Comparison(Exchange exchange) {
        this.exchange = exchange;
        rules = exchange.rules();
    }

    /** Empty if nothing that counts differs. */
    public static List<Difference> differences(Exchange exchange, Observation expected, Observation observed) {
        Comparison comparison = new Comparison(exchange);
        comparison.elapsed(observed.elapsedMillis());
        comparison.outcomes(expected.outcome(), observed.outcome());
        return List.copyOf(comparison.differences);
    }

    private void elapsed(long millis) {
        if (millis < rules.atLeastMillis() || millis > rules.atMostMillis()) {
            add("elapsed milliseconds", rules.atLeastMillis() + " to " + rules.atMostMillis(), Long.toString(millis));
        }
    }

    private void outcomes(Outcome expected, Outcome observed) {
        switch (expected) {
            case Counted wanted
            when observed instanceof Counted seen ->
                differences.addAll(CountComparison.differences(rules.counts(), exchange.ideal(), wanted, seen));
            case Answered wanted when observed instanceof Answered seen -> answers(wanted, seen);
            case Counted wanted -> add("outcome", "counts", "answers");
            case Answered wanted -> add("outcome", "answers", "counts");
        }
    }

    private void answers(Answered expected, Answered observed) {
        int count = expected.responses().size();
        if (observed.responses().size() != count) {
            add(
                    "responses",
                    Integer.toString(count),
                    Integer.toString(observed.responses().size()));
            return;
        }
        for (int i = 0; i < count; i++) {
            String where = count == 1 ? "response" : "response[" + i + "]";
            response(where, expected.responses().get(i), observed.responses().get(i));
        }
        sightings(expected.sightings(), observed.sightings());
    }

    private void response(String where, Response expected, Response observed) {
        equal(where + " status", expected.status(), observed.status());
        if (rules.anyError() && expected.error() != null && observed.error() != null) {
            return;
        }
        equal(where + " error", expected.error(), observed.error());
        equal(where + " interim", expected.interim(), observed.interim());
        if (expected.status() == null) {
            return;
        }
        if (observed.status() != null) {
            equal(where + " framing", expected.framing(), observed.framing());
            equal(where + " complete", expected.complete(), observed.complete());
        }
        switch (rules.body()) {
            case EXACT -> body(where, expected.body(), observed.body());
            case JSON -> json(where, expected.body(), observed.body());
            case IGNORE -> {}
        }
        differences.addAll(HeaderComparison.ofResponses(rules)
                .differences(where + " header", expected.headers(), observed.headers()));
        differences.addAll(HeaderComparison.ofTrailers()
                .differences(where + " trailer", expected.trailers(), observed.trailers()));
    }

    private void body(String where, Body expected, Body observed) {
        if (!expected.same(observed)) {
            add(where + " body", expected.toString(), observed.toString());
        }
    }

    private void json(String where, Body expected, Body observed) {
        if (expected.same(observed)) {
            return;
        }
        try {
            if (JSON.readTree(expected.text()).equals(JSON.readTree(observed.text()))) {
                return;
            }
        } catch (JsonProcessingException noJson) {
            // Then the bytes decide, and they differ.
        }
        add(where + " body", expected.toString(), observed.toString());
    }

    private void sightings(List<Sighting> expected, List<Sighting> observed) {
        Sightings rule = rules.sightings();
        if (rule == Sightings.IGNORE) {
            return;
        }
        if (expected.size() != observed.size()) {
            add("upstream requests", shortly(expected), shortly(observed));
            return;
        }
        if (rule == Sightings.COUNT) {
            return;
        }
        List<Sighting> wanted = ordered(rule, expected);
        List<Sighting> seen = ordered(rule, observed);
        if (rule != Sightings.ANY_UPSTREAM && !names(wanted).equals(names(seen))) {
            add("upstream requests", shortly(wanted), shortly(seen));
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            String where = "upstream[" + i + ":" + seen.get(i).upstream() + "]";
            sighting(where, wanted.get(i), seen.get(i));
        }
    }

    /** Upstreams have no common clock: only the order at each counts, unless the case says otherwise. */
    private static List<Sighting> ordered(Sightings rule, List<Sighting> sightings) {
        return rule == Sightings.PER_UPSTREAM
                ? sightings.stream()
                        .sorted(Comparator.comparing(Sighting::upstream))
                        .toList()
                : sightings;
    }

    private void sighting(String where, Sighting expected, Sighting observed) {
        equal(where + " method", expected.method(), observed.method());
        equal(where + " target", expected.target(), observed.target());
        equal(where + " protocol", expected.protocol(), observed.protocol());
        if (!bothEmpty(expected, observed)) {
            equal(where + " framing", expected.framing(), observed.framing());
        }
        body(where, expected.body(), observed.body());
        equal(where + " complete", expected.complete(), observed.complete());
        differences.addAll(HeaderComparison.ofRequests(rules)
                .differences(where + " header", expected.headers(), observed.headers()));
        differences.addAll(HeaderComparison.ofTrailers()
                .differences(where + " trailer", expected.trailers(), observed.trailers()));
    }

    /** A length of 0 says the same as no body. */
    private static boolean bothEmpty(Sighting expected, Sighting observed) {
        EnumSet<Framing> empty = EnumSet.of(Framing.NONE, Framing.CONTENT_LENGTH);
        return expected.body().bytes() == 0 && empty.contains(expected.framing()) && empty.contains(observed.framing());
    }

    private static List<String> names(List<Sighting> sightings) {
        return sightings.stream().map(Sighting::upstream).toList();
    }

    private static String shortly(List<Sighting> sightings) {
        return sightings.stream().map(Sighting::shortly).toList().toString();
    }

    private void equal(String what, @Nullable Object expected, @Nullable Object observed) {
        if (!Objects.equals(expected, observed)) {
            add(what, shown(expected), shown(observed));
        }
    }

    private static String shown(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    private void add(String what, String expected, String observed) {
        differences.add(new Difference(what, expected, observed));
    }
}
