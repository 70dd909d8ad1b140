package io.sluice.router.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.router.telemetry.traffic.TrafficMeters;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every series, and their exposition. <em>Shared</em>: series are made when a table is compiled, off the event loops. They outlive
 * their routes for some time: a counter never goes backwards because a route was edited. Of routes, one that has counted nothing is
 * not shown: a gateway has them by the thousand, and most of them sleep.
 */
public final class Meters {
    private final int loops;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ExchangeMeters exchanges;
    private final ExchangeMeters copies;
    private final Map<String, PipeMeter> pipes = new ConcurrentHashMap<>();
    private final ExchangeMeter unrouted;
    private final TrafficMeters traffic;

    /** One scrape at a time: two would take the memory of two. */
    private final ReentrantLock scraping = new ReentrantLock();

    /** Of the last scrape: one scraper asks for the same again and again. Under the lock. */
    private int lastBytes;

    private final Map<ShadowOutcome, LoopCounter> shadows = new EnumMap<>(ShadowOutcome.class);
    private final Map<String, LoopCounter> trials = new ConcurrentHashMap<>();
    private final LoopCounter shed;
    private final OverheadMeter overhead;

    public Meters(int loops) {
        this.loops = loops;
        exchanges = new ExchangeMeters(loops);
        copies = new ExchangeMeters(loops);
        registry.getPrometheusRegistry()
                .register(new RequestCollector(
                        "sluice_requests",
                        "Exchanges that have ended, however they ended; status 0: the client was gone before one",
                        exchanges.all()));
        registry.getPrometheusRegistry()
                .register(new LatencyCollector(
                        "sluice_request_duration_milliseconds",
                        "From a request's head to the end of its response, in milliseconds",
                        exchanges.all()));
        registry.getPrometheusRegistry()
                .register(new RequestCollector(
                        "sluice_shadow_requests",
                        "Copies that went to an endpoint, by what it answered; status 0: they were given up",
                        copies.all()));
        registry.getPrometheusRegistry()
                .register(new LatencyCollector(
                        "sluice_shadow_duration_milliseconds",
                        "From a copy's begin to the end of its answer, in milliseconds",
                        copies.all()));
        unrouted = exchanges(SeriesKey.UNROUTED);
        overhead = new OverheadMeter(loops);
        registry.getPrometheusRegistry().register(overhead);
        traffic = new TrafficMeters(loops);
        registry.getPrometheusRegistry().register(traffic);
        registry.getPrometheusRegistry().register(traffic.seldon());
        String version = Meters.class.getPackage().getImplementationVersion();
        Gauge.builder("istio.build", () -> 1)
                .tags("component", "router", "tag", version == null ? "unknown" : version)
                .description("Which router this is")
                .register(registry);
        counter(
                "sluice.metrics.overflow",
                "Times that there was no series left, and something was counted as overflow",
                traffic,
                TrafficMeters::refused);
        for (ShadowOutcome outcome : ShadowOutcome.values()) {
            shadows.put(
                    outcome,
                    counter("sluice.shadows", "Copies of requests, by what became of them", "outcome", outcome.word()));
        }
        shed = counter("sluice.requests.shed", "Requests turned away because the router had too many under way");
        pipes(
                "connections",
                "Connections passed on unopened",
                true,
                meter -> meter.opened().sum());
        pipes(
                "failures",
                "Connections that found no endpoint to be passed on to",
                true,
                meter -> meter.failed().sum());
        pipes(
                "received_bytes",
                "Bytes of clients passed on unopened",
                true,
                meter -> meter.received().sum());
        pipes(
                "sent_bytes",
                "Bytes of endpoints passed on unopened",
                true,
                meter -> meter.sent().sum());
        pipes("open_connections", "Connections passed on unopened that are open", false, PipeMeter::open);
    }

    private void pipes(String name, String help, boolean counts, ToLongFunction<PipeMeter> value) {
        clusters(
                "sluice_passthrough_" + name,
                help,
                counts,
                () -> pipes.entrySet().stream()
                        .filter(cluster -> cluster.getValue().counted())
                        .collect(
                                Collectors.toMap(Map.Entry::getKey, cluster -> value.applyAsLong(cluster.getValue()))));
    }

    /** The counts of a cluster's connections that are not opened; the same for the same name. */
    public PipeMeter pipes(String cluster) {
        return pipes.computeIfAbsent(cluster, absent -> PipeMeter.of(loops));
    }

    private LoopCounter counter(String name, String help, String... labels) {
        LoopCounter counter = new LoopCounter(loops);
        FunctionCounter.builder(name, counter, LoopCounter::sum)
                .tags(labels)
                .description(help)
                .register(registry);
        return counter;
    }

    /** The series of a key; the same one for an equal key. */
    public ExchangeMeter exchanges(SeriesKey key) {
        return exchanges.of(key);
    }

    /** The same of the copies that a route sends to a cluster. */
    public ExchangeMeter copies(SeriesKey key) {
        return copies.of(key);
    }

    /** All series of exchanges, for whoever reads them again and again. */
    public Map<SeriesKey, ExchangeMeter> exchanges() {
        return exchanges.all();
    }

    /** All series of copies. */
    public Map<SeriesKey, ExchangeMeter> copies() {
        return copies.all();
    }

    /** The series of routes that are there from now on; those of others go in a while. */
    public void retain(Map<SeriesKey, ExchangeMeter> exchangesInForce, Map<SeriesKey, ExchangeMeter> copiesInForce) {
        scraping.lock();
        try {
            exchanges.retain(exchangesInForce, unrouted);
            copies.retain(copiesInForce, null);
        } finally {
            scraping.unlock();
        }
    }

    /** Requests that found no route, or could not be understood. */
    public ExchangeMeter unrouted() {
        return unrouted;
    }

    public LoopCounter shadows(ShadowOutcome outcome) {
        LoopCounter counter = shadows.get(outcome);
        if (counter == null) {
            throw new IllegalStateException("no counter of shadows " + outcome);
        }
        return counter;
    }

    /** What a policy that refuses nobody would have done; the same counter for an equal pair. */
    public LoopCounter trials(String policy, String outcome) {
        return trials.computeIfAbsent(
                policy + ' ' + outcome,
                absent -> counter(
                        "sluice.policy.trials",
                        "Requests that an AUDIT or dry-run policy matched, by what would have come of them",
                        "policy",
                        policy,
                        "outcome",
                        outcome));
    }

    /** What the router has added to exchanges. */
    public OverheadMeter overhead() {
        return overhead;
    }

    /** Requests turned away because there were too many. */
    public LoopCounter shed() {
        return shed;
    }

    /** A value of each cluster that has one, asked for at each scrape. */
    public void clusters(String name, String help, boolean counts, Supplier<Map<String, Long>> values) {
        registry.getPrometheusRegistry().register(new ClusterCollector(name, help, counts, values));
    }

    /** A number that only grows, asked for at each scrape. */
    public <T> void counter(String name, String help, T of, ToDoubleFunction<T> value) {
        FunctionCounter.builder(name, of, value).description(help).register(registry);
    }

    /** A value that is asked for at each scrape. */
    public <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(help).register(registry);
    }

    /** What Istio's dashboards ask for. */
    public TrafficMeters traffic() {
        return traffic;
    }

    /**
     * Takes milliseconds: never on an event loop.
     *
     * @param accept of who scrapes; null = it does not say
     * @param acceptEncoding likewise
     */
    public Exposition scrape(@Nullable String accept, @Nullable String acceptEncoding) {
        scraping.lock();
        try {
            exchanges.forget();
            copies.forget();
            Exposition made = Exposition.of(registry, accept, acceptEncoding, lastBytes + lastBytes / 8);
            lastBytes = made.body().length;
            return made;
        } finally {
            scraping.unlock();
        }
    }
}
