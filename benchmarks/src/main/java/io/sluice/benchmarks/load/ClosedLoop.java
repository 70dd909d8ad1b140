package io.sluice.benchmarks.load;

import io.sluice.benchmarks.process.Commands;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Callers that send their next request when the last one is answered: one thread, on our core. */
public sealed interface ClosedLoop permits Wrk, H2load {
    Duration PATIENCE = Duration.ofSeconds(20);

    /**
     * @param directory where bodies and scripts may be written
     * @param connections in all
     */
    static ClosedLoop of(Path directory, Scenario scenario, int connections) {
        return scenario.callersSpeakHttp2()
                ? new H2load(directory, scenario, connections)
                : new Wrk(directory, scenario, connections);
    }

    /** The program that makes the calls of a scenario. */
    static String program(Scenario scenario) {
        return scenario.callersSpeakHttp2() ? "h2load" : "wrk";
    }

    default ClosedLoopReport run(int port, Duration duration) {
        return report(Commands.run(command(port, duration), Path.of("."), bound(duration)));
    }

    /** For whoever wants to run it under something else; {@link #report} reads the output. */
    List<String> command(int port, Duration duration);

    /** @throws IllegalStateException quoting the output when there are no figures in it */
    ClosedLoopReport report(String output);

    /** After so long a run of {@code duration} hangs. */
    default Duration bound(Duration duration) {
        return duration.plus(PATIENCE);
    }
}
