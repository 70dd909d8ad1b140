package io.sluice.benchmarks.peer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.benchmarks.load.ModelCall;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Looks from outside whether a proxy does the work it is measured for. The backends answer {@code /parity} with what
 * they were asked: so a request that went through must have lost its prefix and gained its headers.
 *
 * @param requests how many were sent
 * @param canary how many of them reached the canary, of which a quarter is due
 * @param tries how often models were asked for one call that they refuse with 503
 * @param seen what the proxy was seen to do
 */
public record Parity(int requests, int canary, int tries, Set<Feature> seen) {
    private static final int REQUESTS = 400;
    private static final double CANARY_SHARE = 0.25;
    /** A fair coin lands farther out once in fifteen thousand runs. */
    private static final double SIGMAS = 4;

    private static final String PATH = "/parity";
    private static final String UNAVAILABLE = "/unavailable";

    /** How many requests the models have had, this one included; as nginx's {@code stub_status} words it. */
    private static final Counter MODELS = Counter.of(Ports.MAIN, "/status", "^ \\d+ \\d+ (\\d+)");

    public static Parity of(Peer peer, Probe probe) {
        List<JsonNode> answers = ask(peer.port(), probe);
        int canary = (int) answers.stream()
                .filter(answer -> answer.path("arm").asText().equals("canary"))
                .count();
        Set<Feature> seen = EnumSet.noneOf(Feature.class);
        if (answers.stream().allMatch(answer -> answer.path("path").asText().equals(PATH))) {
            seen.add(Feature.PREFIX_REWRITE);
        }
        if (answers.stream()
                        .map(answer -> answer.path("requestId").asText())
                        .filter(id -> !id.isEmpty())
                        .distinct()
                        .count()
                == REQUESTS) {
            seen.add(Feature.REQUEST_ID);
        }
        // Some address: for a caller on loopback Envoy names the machine's own.
        if (answers.stream()
                .noneMatch(answer -> answer.path("forwardedFor").asText().isEmpty())) {
            seen.add(Feature.FORWARDED_FOR);
        }
        if (isQuarter(canary, REQUESTS)) {
            seen.add(Feature.WEIGHTED_SPLIT);
        }
        Counter counter = peer.counter();
        if (counter != null && count(counter, probe) >= REQUESTS) {
            seen.add(Feature.METRICS);
        }
        int tries = tries(peer.port(), probe);
        if (tries > 1) {
            seen.add(Feature.RETRIES);
        }
        return new Parity(REQUESTS, canary, tries, seen);
    }

    private static int tries(int port, Probe probe) {
        try {
            double before = count(MODELS, probe);
            probe.ask(port, ModelCall.PREFIX + UNAVAILABLE);
            return (int) (count(MODELS, probe) - before) - 1;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double count(Counter counter, Probe probe) {
        try {
            return counter.sum(probe.askInPlaintext(counter.port(), counter.path()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isQuarter(int canary, int requests) {
        double deviation = Math.sqrt(requests * CANARY_SHARE * (1 - CANARY_SHARE));
        return Math.abs(canary - requests * CANARY_SHARE) <= SIGMAS * deviation;
    }

    private static List<JsonNode> ask(int port, Probe probe) {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> answers = new ArrayList<>();
        try {
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(json.readTree(probe.ask(port, ModelCall.PREFIX + PATH)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answers;
    }
}
