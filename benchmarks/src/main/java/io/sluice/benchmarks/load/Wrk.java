package io.sluice.benchmarks.load;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** HTTP/1.1, by wrk; the figures are in the line that our script prints at its end. */
final class Wrk implements ClosedLoop {
    private static final String MARK = "figures: ";

    private final Path script;
    private final String scheme;
    private final int connections;

    Wrk(Path directory, Scenario scenario, int connections) {
        this.connections = connections;
        scheme = scenario.secure() ? "https" : "http";
        this.script = directory.resolve("call.lua");
        Path request = directory.resolve("request");
        try (InputStream template = Objects.requireNonNull(Wrk.class.getResourceAsStream("call.lua"))) {
            Files.writeString(request, scenario.http1Request(), StandardCharsets.ISO_8859_1);
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(script, text.replace("@request@", request.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command(int port, Duration duration) {
        return List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + duration.toSeconds() + "s",
                "--latency",
                "--script=" + script,
                scheme + "://127.0.0.1:" + port + ModelCall.PATH);
    }

    @Override
    public ClosedLoopReport report(String output) {
        return parse(output);
    }

    static ClosedLoopReport parse(String output) {
        String line = output.lines()
                .filter(candidate -> candidate.startsWith(MARK))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk printed no figures: " + output.strip()));
        Map<String, Long> figures = new HashMap<>();
        for (String pair : line.substring(MARK.length()).strip().split(" ", -1)) {
            int equals = pair.indexOf('=');
            figures.put(pair.substring(0, equals), Long.parseLong(pair.substring(equals + 1)));
        }
        return new ClosedLoopReport(
                figure(figures, "requests"),
                figure(figures, "duration_us"),
                figure(figures, "p50_us"),
                figure(figures, "p99_us"),
                figure(figures, "connect")
                        + figure(figures, "read")
                        + figure(figures, "write")
                        + figure(figures, "timeout")
                        + figure(figures, "status"));
    }

    private static long figure(Map<String, Long> figures, String name) {
        Long value = figures.get(name);
        if (value == null) {
            throw new IllegalStateException("wrk's figures lack " + name + ": " + figures);
        }
        return value;
    }
}
