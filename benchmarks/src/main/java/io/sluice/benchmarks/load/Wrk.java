package io.sluice.benchmarks.load;

import io.sluice.benchmarks.process.Commands;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** The closed loop: each connection sends its next request when the last one is answered. One thread, on our core. */
public final class Wrk {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path script;
    private final int connections;

    /** @param directory where the script and the body may be written */
    public Wrk(Path directory, Scenario scenario, int connections) {
        this.connections = connections;
        this.script = directory.resolve("call.lua");
        Path body = directory.resolve("body.json");
        try (InputStream template = Objects.requireNonNull(Wrk.class.getResourceAsStream("call.lua"))) {
            Files.writeString(body, scenario.body());
            String text = new String(template.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(script, text.replace("@body@", body.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public WrkReport run(int port, Duration duration) {
        return report(Commands.run(command(port, duration), Path.of("."), bound(duration)));
    }

    /** For whoever wants to run wrk under something else; {@link #report} reads the output. */
    public List<String> command(int port, Duration duration) {
        return List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=" + duration.toSeconds() + "s",
                "--latency",
                "--script=" + script,
                "http://127.0.0.1:" + port + ModelCall.PATH);
    }

    public WrkReport report(String output) {
        return WrkReport.parse(output);
    }

    /** After so long a run of {@code duration} hangs. */
    public Duration bound(Duration duration) {
        return duration.plus(PATIENCE);
    }
}
