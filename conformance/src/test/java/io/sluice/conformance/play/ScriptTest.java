package io.sluice.conformance.play;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.conformance.client.Client;
import io.sluice.conformance.client.Replied;
import io.sluice.conformance.feature.Case;
import io.sluice.conformance.feature.CaseFile;
import io.sluice.conformance.feature.Turn.Exchange;
import io.sluice.conformance.observation.Headers;
import io.sluice.conformance.observation.Response;
import io.sluice.conformance.observation.Sighting;
import io.sluice.conformance.upstream.Arrivals;
import io.sluice.conformance.upstream.Upstreams;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients and upstreams of cases, without a router between them: each does what its step or exchange says, and sees what the other did. */
class ScriptTest {
    private static final String ECHO =
            "{\"upstream\": \"a\", \"method\": \"GET\", \"target\": \"/\", \"host\": \"example.com\", \"body\": \"\"}";

    @TempDir
    private Path features;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        script: []                                         |                                                    | 200 content-length ECHO              | GET none 0
        script: [{status: 503}]                            |                                                    | 503 content-length                   | GET none 0
        script: [{body: hi}, {body: ho}]                   | repeat: 3                                          | 200 content-length hi; 200 content-length ho; 200 content-length ho | GET none 0; GET none 0; GET none 0
        cycle: true, script: [{body: hi}, {body: ho}]      | repeat: 3                                          | 200 content-length hi; 200 content-length ho; 200 content-length hi | GET none 0; GET none 0; GET none 0
        script: [{body: hi}, {body: ho}]                   | parallel: 2, stagger_ms: 0                         | 200 content-length h?; 200 content-length h?                       | GET none 0; GET none 0
        script: [{status: 204}]                            |                                                    | 204 none                             | GET none 0
        script: [{body: hi}]                               | method: HEAD                                       | 200 none                             | HEAD none 0
        script: [{body: hi, chunked: true, trailers: [[x-t, v]]}] |                                             | 200 chunked hi +x-t=v                | GET none 0
        script: [{body: hello, drip: {parts: 2, every_ms: 1}}]    |                                             | 200 content-length hello             | GET none 0
        script: [{close: before_headers}]                  |                                                    | closed                               | GET none 0
        script: [{close: reset}]                           |                                                    | reset                                | GET none 0
        script: [{body: hello, close: after_headers}]      |                                                    | 200 content-length closed            | GET none 0
        script: [{body: hello, close: mid_body}]           |                                                    | 200 content-length he closed         | GET none 0
        script: [{raw: "HTTP/1.1 200 OK\\r\\n\\r\\nraw", close: after}] |                                       | 200 until-close raw                  | GET none 0
        script: [{raw: "HTTP/1.1 101 S\\r\\n\\r\\n", tunnel: true}] | upgraded: echo                            | 101 none echo                        | GET none 0
        script: [{body: hi}]                               | method: POST, body: abc                            | 200 content-length hi                | POST content-length 3
        script: [{body: hi}]                               | method: POST, body: abcde, chunked: true, chunk_size: 2, trailers: [[x-t, v]] | 200 content-length hi | POST chunked 5 +x-t=v
        script: [{body: hi}]                               | method: POST, body: abc, expect_continue: true     | 200 content-length 100 hi            | POST content-length 3
        script: [{status: 417, no_continue: true}]         | method: POST, body: abc, expect_continue: true     | 417 content-length                   | POST none 0
        script: [{body: hi, answer_first: true}]           | method: POST, body: abc                            | 200 content-length hi                | POST content-length 3
        script: [{body: hi}]                               | method: POST, body: abcdef, pause_ms: 5            | 200 content-length hi                | POST content-length 6
        script: [{body: hi, answer_first: true}]           | method: POST, body: abcdef, pause_ms: 2000         | 200 content-length hi                | POST none 0 cut
        script: [{body: hi}]                               | raw: "PUT /x HTTP/1.1\\r\\ncontent-length: 1\\r\\n\\r\\nz" | 200 content-length hi         | PUT content-length 1
        script: [{delay_ms: 5000}]                         | timeout_ms: 50                                     | timeout                              | GET none 0
        deaf: true                                         | timeout_ms: 200                                    | timeout                              |
        protocol: h2c                                      | protocol: h2c                                      | 200 h2 ECHO                          | GET h2 0
        protocol: auto                                     | protocol: h2c                                      | 200 h2 ECHO                          | GET h2 0
        protocol: auto                                     |                                                    | 200 content-length ECHO              | GET none 0
        protocol: h2c, script: [{body: hi, trailers: [[x-t, v]]}] | protocol: h2c, method: POST, body: abc, trailers: [[x-u, w]] | 200 h2 hi +x-t=v | POST h2 3 +x-u=w
        protocol: h2c, script: [{body_size: 300000}]       | protocol: h2c, method: POST, body_bytes: 300000    | 200 h2 300000 bytes                  | POST h2 300000
        protocol: h2c, script: [{reset: REFUSED_STREAM}]   | protocol: h2c                                      | h2 reset REFUSED_STREAM              | GET h2 0
        protocol: h2c, script: [{body: hi, reset_after: INTERNAL_ERROR}] | protocol: h2c                        | 200 h2 hi h2 reset INTERNAL_ERROR    | GET h2 0
        protocol: h2c, script: [{goaway: NO_ERROR}]        | protocol: h2c                                      | h2 goaway NO_ERROR                   | GET h2 0
        protocol: h2c, script: [{close: before_headers}]   | protocol: h2c                                      | closed                               | GET h2 0
        protocol: h2c, live: {trailers: [[x-t, v]]}        | protocol: h2c, method: POST, parts: [ab, cd]       | 200 h2 abcd +x-t=v                   | POST h2 4
        protocol: h2c, script: [{body: hello, drip: {parts: 2, every_ms: 1}}] | protocol: h2c                   | 200 h2 hello                         | GET h2 0
        """)
    void eachStepIsPlayedAndSeenByBothEnds(String upstream, String exchange, String replies, String sightings)
            throws IOException, InterruptedException {
        Case read = read(upstream, exchange == null ? "" : ", " + exchange);
        Exchange only = (Exchange) read.turns().get(0);
        Arrivals arrivals = new Arrivals();
        try (Upstreams started = Upstreams.start(read.upstreams(), arrivals)) {
            List<Replied> seen = Client.make(only.call(), only.repetition());
            assertThat(seen.stream().map(ScriptTest::shown).collect(Collectors.joining("; ")))
                    .matches(pattern(replies));
            assertThat(arrivals.settle(30).stream().map(ScriptTest::shown).collect(Collectors.joining("; ")))
                    .isEqualTo(sightings == null ? "" : sightings);
        }
    }

    private Case read(String upstream, String exchange) throws IOException {
        int port = FreePort.any();
        Path directory = Files.createDirectories(features.resolve("area").resolve("one"));
        Files.writeString(directory.resolve("manifests.yaml"), "");
        Files.writeString(directory.resolve("expected.yaml"), "exchanges: [{name: one, response: {status: 200}}]");
        Files.writeString(
                directory.resolve("case.yaml"),
                "{title: t, upstreams: [{name: a, port: %d, %s}], exchanges: [{name: one, port: %d%s}]}"
                        .formatted(port, upstream, port, exchange));
        return CaseFile.read(directory);
    }

    /** ECHO is the usual echo; a question mark is any character. */
    private static String pattern(String replies) {
        return Pattern.quote(replies.replace("ECHO", ECHO)).replace("h?", "h\\E.\\Q");
    }

    private static String shown(Replied replied) {
        Response response = replied.response();
        if (response.status() == null) {
            return String.valueOf(response.error());
        }
        String body = response.body().bytes() > 2048
                ? response.body().bytes() + " bytes"
                : response.body().toString();
        return (response.status() + " " + response.framing()
                        + response.interim().stream()
                                .map(status -> " " + status)
                                .collect(Collectors.joining())
                        + (body.isEmpty() ? "" : " " + body)
                        + trailers(response.trailers())
                        + (response.error() == null ? "" : " " + response.error()))
                .strip();
    }

    private static String shown(Sighting sighting) {
        return sighting.method() + " " + sighting.framing() + " "
                + sighting.body().bytes()
                + trailers(sighting.trailers())
                + (sighting.complete() ? "" : " cut");
    }

    private static String trailers(Headers trailers) {
        return trailers.lines().stream()
                .map(line -> " +" + line.name() + "=" + line.value())
                .collect(Collectors.joining());
    }
}
