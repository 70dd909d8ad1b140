package io.sluice.conformance.feature;

import io.sluice.conformance.observation.Body;
import io.sluice.conformance.observation.Framing;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.observation.Observation;
import io.sluice.conformance.observation.Outcome;
import io.sluice.conformance.observation.Response;
import io.sluice.conformance.observation.Sighting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code expected.yaml}. */
final class ObservationReader {
    private ObservationReader() {}

    /** By the exchange's name. */
    static Map<String, Observation> read(YamlMap file) {
        file.value("recorded_from");
        Map<String, Observation> observations = new LinkedHashMap<>();
        for (YamlMap exchange : file.maps("exchanges")) {
            String name = exchange.required("name");
            long elapsed = exchange.map("info").number("elapsed_ms", 0);
            Outcome outcome = exchange.has("counts") ? counted(exchange.map("counts")) : answered(exchange);
            exchange.end();
            if (observations.put(name, new Observation(outcome, elapsed)) != null) {
                throw file.mistake("two recordings are named " + name);
            }
        }
        file.end();
        return observations;
    }

    private static Outcome counted(YamlMap counts) {
        Outcome read = new Outcome.Counted(
                counts.number("requests", 0),
                counts.map("status").each(Integer::valueOf),
                counts.map("upstream").each(Integer::valueOf));
        counts.end();
        return read;
    }

    private static Outcome answered(YamlMap exchange) {
        List<YamlMap> responses =
                exchange.has("responses") ? exchange.maps("responses") : List.of(exchange.map("response"));
        return new Outcome.Answered(
                responses.stream().map(ObservationReader::response).toList(),
                exchange.maps("upstream").stream()
                        .map(ObservationReader::sighting)
                        .toList());
    }

    private static Response response(YamlMap response) {
        if (!response.has("status")) {
            throw response.mistake("lacks status");
        }
        Response read = new Response(
                response.value("status") == null ? null : response.number("status", 0),
                response.text("error").orElse(null),
                response.texts("interim").stream().map(Integer::valueOf).toList(),
                framing(response),
                response.flag("complete"),
                new Headers(response.pairs("headers")),
                body(response),
                new Headers(response.pairs("trailers")));
        response.end();
        return read;
    }

    private static Sighting sighting(YamlMap sighting) {
        Sighting read = new Sighting(
                sighting.required("upstream"),
                sighting.required("method"),
                sighting.text("target").orElse(""),
                sighting.required("protocol"),
                framing(sighting),
                new Headers(sighting.pairs("headers")),
                body(sighting),
                new Headers(sighting.pairs("trailers")),
                !sighting.has("complete") || sighting.flag("complete"));
        sighting.end();
        return read;
    }

    private static Framing framing(YamlMap message) {
        String recorded = message.text("framing").orElse("none");
        for (Framing framing : Framing.values()) {
            if (framing.toString().equals(recorded)) {
                return framing;
            }
        }
        throw message.mistake("framing: unknown word " + recorded);
    }

    private static Body body(YamlMap message) {
        if (message.has("body_bytes")) {
            String hash = message.text("body_sha256").orElse(Body.EMPTY.sha256());
            return new Body(message.number("body_bytes", 0), hash, "");
        }
        if (message.has("body_base64")) {
            return Body.of(Base64.getDecoder().decode(message.required("body_base64")));
        }
        return Body.of(message.text("body").orElse("").getBytes(StandardCharsets.UTF_8));
    }
}
