package io.sluice.conformance.play;

import io.sluice.conformance.client.Client;
import io.sluice.conformance.client.Replied;
import io.sluice.conformance.compare.Comparison;
import io.sluice.conformance.compare.Difference;
import io.sluice.conformance.feature.Case;
import io.sluice.conformance.feature.Repetition;
import io.sluice.conformance.feature.Turn;
import io.sluice.conformance.feature.Turn.Exchange;
import io.sluice.conformance.feature.Turn.Reload;
import io.sluice.conformance.observation.Observation;
import io.sluice.conformance.observation.Outcome;
import io.sluice.conformance.observation.Outcome.Answered;
import io.sluice.conformance.observation.Outcome.Counted;
import io.sluice.conformance.observation.Placeholders;
import io.sluice.conformance.observation.Response;
import io.sluice.conformance.observation.Sighting;
import io.sluice.conformance.play.Played.PlayedExchange;
import io.sluice.conformance.router.Launch;
import io.sluice.conformance.router.MachineLock;
import io.sluice.conformance.router.RouterFailure;
import io.sluice.conformance.router.RouterProcess;
import io.sluice.conformance.upstream.Arrivals;
import io.sluice.conformance.upstream.Upstreams;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Plays a case: upstreams first, then the router, then the turns in order; the router ends before its upstreams do. */
public final class CasePlayer {
    /** Whether to go on once it is clear that a case does not pass. */
    public enum Thoroughness {
        EVERY_EXCHANGE,
        FIRST_DIFFERENCE
    }

    /** The last one counts, however the machine was. */
    private static final int MOST_PLAYS = 4;

    private final Launch launch;
    private final Thoroughness thoroughness;

    public CasePlayer(Launch launch, Thoroughness thoroughness) {
        this.launch = launch;
        this.thoroughness = thoroughness;
    }

    /** Waits until no other case is played on this machine, and plays this one; again, if it differs and {@link Pulse} knows why. */
    public Played play(Case played) throws IOException, InterruptedException {
        try (MachineLock lock = MachineLock.take()) {
            for (int plays = 1; ; plays++) {
                Arrivals arrivals = new Arrivals();
                try (Upstreams upstreams = Upstreams.start(played.upstreams(), arrivals);
                        RouterProcess router = RouterProcess.start(launch, played.settings(), played.manifests());
                        Pulse pulse = Pulse.of(ports(played))) {
                    List<PlayedExchange> exchanges = turns(played, router, arrivals);
                    boolean undisturbed = !pulse.stalled();
                    Played result = new Played(played.name(), exchanges, ending(router), router.log());
                    if (result.passed() || undisturbed || plays == MOST_PLAYS) {
                        return result;
                    }
                } catch (RouterFailure failure) {
                    return new Played(played.name(), List.of(), String.valueOf(failure.getMessage()), "");
                }
            }
        }
    }

    private static List<Integer> ports(Case played) {
        return played.turns().stream()
                .filter(Exchange.class::isInstance)
                .map(turn -> ((Exchange) turn).call().port())
                .distinct()
                .toList();
    }

    private static String ending(RouterProcess router) throws IOException, InterruptedException {
        try {
            router.end();
            return "";
        } catch (RouterFailure failure) {
            return String.valueOf(failure.getMessage());
        }
    }

    private List<PlayedExchange> turns(Case played, RouterProcess router, Arrivals arrivals)
            throws IOException, InterruptedException {
        List<PlayedExchange> exchanges = new ArrayList<>();
        for (Turn turn : played.turns()) {
            switch (turn) {
                case Reload reload -> router.reload(played.directory().resolve(reload.manifests()));
                case Exchange exchange -> {
                    Observation expected =
                            Objects.requireNonNull(played.expected().get(exchange.name()));
                    Observation observed = observe(exchange, arrivals);
                    List<Difference> differences = Comparison.differences(exchange, expected, observed);
                    exchanges.add(new PlayedExchange(exchange, expected, observed, differences));
                    if (!differences.isEmpty() && thoroughness == Thoroughness.FIRST_DIFFERENCE) {
                        return exchanges;
                    }
                }
            }
        }
        return exchanges;
    }

    private static Observation observe(Exchange exchange, Arrivals arrivals) throws InterruptedException {
        Thread.sleep(exchange.waitMillis());
        arrivals.take();
        List<Replied> replies = Client.make(exchange.call(), exchange.repetition());
        List<Sighting> sightings = arrivals.settle(exchange.settleMillis());
        long slowest = replies.stream().mapToLong(Replied::elapsedMillis).max().orElse(0);
        List<Response> responses = replies.stream().map(Replied::response).toList();
        return new Observation(outcome(exchange.repetition(), responses, sightings), slowest);
    }

    private static Outcome outcome(Repetition repetition, List<Response> responses, List<Sighting> sightings) {
        return switch (repetition) {
            case Repetition.InARow row -> {
                Map<String, Integer> statuses = new TreeMap<>();
                responses.forEach(response -> statuses.merge(response.outcome(), 1, Integer::sum));
                Map<String, Integer> upstreams = new TreeMap<>();
                sightings.forEach(sighting -> upstreams.merge(sighting.upstream(), 1, Integer::sum));
                yield new Counted(responses.size(), statuses, upstreams);
            }
            case Repetition.Once once -> answered(responses, sightings);
            case Repetition.Parallel parallel -> answered(responses, sightings);
        };
    }

    private static Outcome answered(List<Response> responses, List<Sighting> sightings) {
        return new Answered(
                responses.stream().map(Placeholders::in).toList(),
                sightings.stream().map(Placeholders::in).toList());
    }
}
