package io.sluice.router.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/**
 * Every series, and their exposition. <em>Shared</em>: series are made when a table is compiled, off the event loops, and
 * stay: a counter never goes backwards because a route was edited. One that has counted nothing is not shown: a gateway
 * has routes by the thousand, and most of them sleep.
 */
public final class Meters {
    private final int loops;
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<SeriesKey, ExchangeMeter> exchanges = new ConcurrentHashMap<>();
    private final ExchangeMeter unrouted;

    public Meters(int loops) {
        this.loops = loops;
        registry.getPrometheusRegistry().register(new RequestCollector(exchanges));
        registry.getPrometheusRegistry().register(new LatencyCollector(exchanges));
        unrouted = exchanges(SeriesKey.UNROUTED);
    }

    /** The series of a key; the same one for an equal key. */
    public ExchangeMeter exchanges(SeriesKey key) {
        return exchanges.computeIfAbsent(key, absent -> new ExchangeMeter(loops));
    }

    /** Requests that found no route, or could not be understood. */
    public ExchangeMeter unrouted() {
        return unrouted;
    }

    /** A value that is asked for at each scrape. */
    public <T> void gauge(String name, String help, T of, ToDoubleFunction<T> value) {
        Gauge.builder(name, of, value).description(help).register(registry);
    }

    /** The Prometheus text format. */
    public String scrape() {
        return registry.scrape();
    }
}
