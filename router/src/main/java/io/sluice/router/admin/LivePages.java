package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import io.sluice.router.admin.Reply.Answer;
import io.sluice.router.admin.Reply.Events;
import io.sluice.router.explain.Json;
import io.sluice.router.live.Cartographer;
import io.sluice.router.live.TrafficMap;
import io.sluice.router.log.Tap;
import io.sluice.router.telemetry.history.History;
import io.sluice.router.telemetry.history.Span;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** What goes on: {@code /v1/traffic}, and as it changes, {@code /v1/live} and {@code /v1/tap}. */
final class LivePages {
    /** Hosts that are shown, the busiest first: a gateway may have thousands. */
    private static final int MOST_HOSTS = 50;

    private static final long SECOND_MILLIS = 1000;

    private final History history;
    private final Cartographer cartographer;
    private final Tap tap;
    private final Streams streams = new Streams();

    LivePages(History history, Cartographer cartographer, Tap tap) {
        this.history = history;
        this.cartographer = cartographer;
        this.tap = tap;
    }

    Map<String, Page> pages() {
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put(
                "/v1/traffic",
                Page.ofQuestions(asked -> Answer.json(Json.of(map(asked).get()))));
        pages.put("/v1/live", Page.ofQuestions(asked -> live(map(asked))));
        pages.put("/v1/tap", Page.ofQuestions(asked -> tapped(new TapFilter(Parameters.of(asked)))));
        return pages;
    }

    private Supplier<TrafficMap> map(HttpExchange asked) {
        Parameters parameters = Parameters.of(asked);
        Span span = new Span(
                parameters.number("points", Span.MINUTE.points()), parameters.number("step", Span.MINUTE.step()));
        String host = parameters.first("host", "");
        return () -> cartographer.draw(span, host, MOST_HOSTS);
    }

    private Reply live(Supplier<TrafficMap> map) {
        return streams.open(sink -> {
            long second = history.second();
            while (!history.ended()) {
                sink.event("traffic", Json.line(map.get()));
                second = history.await(second);
            }
        });
    }

    private Reply tapped(TapFilter filter) {
        return streams.open(sink -> {
            try (Tap.Watch watch = tap.watch()) {
                show(watch, filter, sink);
            }
        });
    }

    /** An event each exchange; each second how many there were, which also finds out whether anybody still listens. */
    private void show(Tap.Watch watch, TapFilter filter, Events.Sink sink) throws IOException, InterruptedException {
        long told = System.nanoTime();
        sink.event("seen", Json.line(watch.seen()));
        while (!history.ended()) {
            String line = watch.poll(SECOND_MILLIS);
            if (line != null && filter.takes(line)) {
                sink.event("exchange", line);
            }
            if (System.nanoTime() - told >= TimeUnit.MILLISECONDS.toNanos(SECOND_MILLIS)) {
                told = System.nanoTime();
                sink.event("seen", Json.line(watch.seen()));
            }
        }
    }
}
