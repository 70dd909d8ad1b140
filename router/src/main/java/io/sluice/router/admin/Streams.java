package io.sluice.router.admin;

import io.sluice.router.admin.Reply.Answer;
import io.sluice.router.admin.Reply.Events;
import io.sluice.router.explain.Json;
import java.util.concurrent.Semaphore;

/** Who listens to events at the moment, and that it are not too many: each has a thread, and costs the router something every second. */
final class Streams {
    static final int MOST = 16;

    private final Semaphore places = new Semaphore(MOST);

    Reply open(Events.Source source) {
        return places.tryAcquire()
                ? new Events(source, places::release)
                : Answer.json(503, Json.error(MOST + " others listen already; close one of them"));
    }
}
