package io.sluice.router.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Every series, and their exposition. <em>Shared</em>: series are made when a table is compiled, off the event loops, and
 * stay: a counter never goes backwards because a route was edited.
 */
public final class Meters {
    private static final String[] STATUS_CLASSES = {"0", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private final int loops;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<SeriesKey, ExchangeMeter> exchanges = new ConcurrentHashMap<>();
    private final ExchangeMeter unrouted;

    public Meters(int loops) {
        this.loops = loops;
        registry.getPrometheusRegistry().register(new LatencyCollector(exchanges));
        unrouted = exchanges(SeriesKey.UNROUTED);
    }

    /** The series of a key; the same one for an equal key. */
    public ExchangeMeter exchanges(SeriesKey key) {
        return exchanges.computeIfAbsent(key, this::register);
    }

    /** Requests that found no route, or could not be understood. */
    public ExchangeMeter unrouted() {
        return unrouted;
    }

    /** A value that is asked for at each scrape. */
    public <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(help).register(registry);
    }

    private ExchangeMeter register(SeriesKey key) {
        ExchangeMeter meter = new ExchangeMeter(loops);
        for (int i = 0; i < STATUS_CLASSES.length; i++) {
            int statusClass = i;
            FunctionCounter.builder("sluice.requests", meter, counted -> counted.count(statusClass))
                    .description(
                            "Exchanges that have ended, however they ended; status 0: the client was gone before one")
                    .tags("host", key.host(), "route", key.route(), "cluster", key.cluster())
                    .tag("response_code_class", STATUS_CLASSES[statusClass])
                    .register(registry);
        }
        return meter;
    }

    /** The Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }
}
