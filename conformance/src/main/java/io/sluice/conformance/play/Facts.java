package io.sluice.conformance.play;

import io.sluice.conformance.observation.Header;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.observation.Observation;
import io.sluice.conformance.observation.Outcome.Answered;
import io.sluice.conformance.observation.Outcome.Counted;
import io.sluice.conformance.observation.Response;
import io.sluice.conformance.observation.Sighting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An observation as lines of a table, in reading order. */
final class Facts {
    private final Map<String, String> lines = new LinkedHashMap<>();

    private Facts() {}

    /** What → value. */
    static Map<String, String> of(Observation observation) {
        Facts facts = new Facts();
        switch (observation.outcome()) {
            case Counted counted -> {
                facts.put("requests", Integer.toString(counted.requests()));
                new TreeMap<>(counted.status())
                        .forEach((status, count) -> facts.put("status " + status, count.toString()));
                new TreeMap<>(counted.upstream())
                        .forEach((upstream, count) -> facts.put("upstream " + upstream, count.toString()));
            }
            case Answered answered -> {
                List<Response> responses = answered.responses();
                for (int i = 0; i < responses.size(); i++) {
                    facts.response(responses.size() == 1 ? "response" : "response[" + i + "]", responses.get(i));
                }
                List<Sighting> sightings = answered.sightings();
                facts.put("upstream requests", Integer.toString(sightings.size()));
                for (int i = 0; i < sightings.size(); i++) {
                    facts.sighting("upstream[" + i + "]", sightings.get(i));
                }
            }
        }
        return facts.lines;
    }

    private void response(String where, Response response) {
        put(
                where + " status",
                response.status() == null ? "none" : response.status().toString());
        if (response.error() != null) {
            put(where + " error", response.error());
        }
        if (!response.interim().isEmpty()) {
            put(where + " interim", response.interim().toString());
        }
        if (response.status() != null) {
            put(where + " framing", response.framing() + (response.complete() ? "" : ", incomplete"));
            headers(where + " header", response.headers());
            put(where + " body", response.body().toString());
            headers(where + " trailer", response.trailers());
        }
    }

    private void sighting(String where, Sighting sighting) {
        put(where + " name", sighting.upstream());
        put(where + " request", sighting.method() + " " + sighting.target() + " " + sighting.protocol());
        put(where + " framing", sighting.framing() + (sighting.complete() ? "" : ", incomplete"));
        headers(where + " header", sighting.headers());
        put(
                where + " body",
                sighting.body().bytes() + " bytes, " + sighting.body().sha256().substring(0, 12));
        headers(where + " trailer", sighting.trailers());
    }

    private void headers(String where, Headers headers) {
        Map<String, String> sorted = new TreeMap<>();
        for (Header line : headers.lines()) {
            sorted.merge(line.name().toLowerCase(Locale.ROOT), line.value(), (first, next) -> first + ", " + next);
        }
        sorted.forEach((name, value) -> put(where + " " + name, value));
    }

    private void put(String what, String value) {
        lines.put(what, value);
    }
}
