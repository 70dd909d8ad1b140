package io.sluice.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HTTP/2 with prior knowledge, by h2load: several streams at a time on each connection. Percentiles are those of its log. */
final class H2load implements ClosedLoop {
    private static final Pattern TIME = Pattern.compile("finished in ([0-9.]+)(us|ms|s),");
    private static final Pattern REQUESTS = Pattern.compile(
            "requests: \\d+ total, \\d+ started, (\\d+) done, \\d+ succeeded, (\\d+) failed, (\\d+) errored, (\\d+)"
                    + " timeout");
    private static final Pattern STATUSES =
            Pattern.compile("status codes: \\d+ 2xx, (\\d+) 3xx, (\\d+) 4xx, (\\d+) 5xx");

    private final Path body;
    private final Path log;
    private final Scenario scenario;
    private final int connections;

    H2load(Path directory, Scenario scenario, int connections) {
        this.scenario = scenario;
        this.connections = connections;
        body = directory.resolve("message");
        log = directory.resolve("h2load.log");
        try {
            Files.writeString(body, scenario.body(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> command(int port, Duration duration) {
        List<String> command = new ArrayList<>(List.of(
                "h2load",
                "--threads=1",
                "--clients=" + connections,
                "--max-concurrent-streams=" + scenario.streams(),
                "--duration=" + duration.toSeconds(),
                "--log-file=" + log,
                "--data=" + body));
        if (scenario.modelsSpeakHttp2()) {
            command.addAll(List.of("--header=content-type: application/grpc", "--header=te: trailers"));
        } else {
            command.add("--header=content-type: application/json");
        }
        command.add("http://127.0.0.1:" + port + ModelCall.PATH);
        return command;
    }

    @Override
    public ClosedLoopReport report(String output) {
        try (var lines = Files.lines(log)) {
            long[] micros = lines.mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf('\t') + 1)))
                    .sorted()
                    .toArray();
            return parse(output, micros);
        } catch (IOException e) {
            throw new UncheckedIOException("h2load wrote no log: " + output.strip(), e);
        } finally {
            log.toFile().delete(); // h2load appends
        }
    }

    /** @param micros latencies, the shortest first */
    static ClosedLoopReport parse(String output, long[] micros) {
        Matcher time = found(TIME, output);
        Matcher requests = found(REQUESTS, output);
        Matcher statuses = found(STATUSES, output);
        double unit = switch (time.group(2)) {
            case "s" -> 1e6;
            case "ms" -> 1e3;
            default -> 1;
        };
        long done = Long.parseLong(requests.group(1));
        if (done == 0 || micros.length == 0) {
            throw new IllegalStateException("h2load had no answer: " + output.strip());
        }
        return new ClosedLoopReport(
                done,
                (long) (Double.parseDouble(time.group(1)) * unit),
                micros[micros.length / 2],
                micros[(int) (micros.length * 0.99)],
                sum(requests, 2, 3, 4) + sum(statuses, 1, 2, 3));
    }

    private static long sum(Matcher figures, int... groups) {
        return Arrays.stream(groups)
                .mapToLong(group -> Long.parseLong(figures.group(group)))
                .sum();
    }

    private static Matcher found(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("h2load printed no figures: " + output.strip());
        }
        return matcher;
    }
}
