package io.sluice.router.telemetry;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A scrape that came in on an event loop: making a text of all series takes longer than a loop may be held up, so a thread of its own
 * does. Confined to that loop, but for that thread's work.
 */
public final class PendingScrape {
    /** Null = nobody waits any more. */
    private @Nullable Consumer<Exposition> then;

    private PendingScrape(Consumer<Exposition> then) {
        this.then = then;
    }

    /**
     * @param loop the event loop, which is told
     * @param accept of who scrapes; null = it does not say
     * @param acceptEncoding likewise
     */
    public static PendingScrape start(
            Meters meters,
            Executor loop,
            @Nullable String accept,
            @Nullable String acceptEncoding,
            Consumer<Exposition> then) {
        PendingScrape pending = new PendingScrape(then);
        Thread.ofVirtual().name("scrape").start(() -> {
            Exposition made = meters.scrape(accept, acceptEncoding);
            try {
                loop.execute(() -> pending.done(made));
            } catch (RejectedExecutionException ending) {
                // The router has ended meanwhile, and every connection with it.
                return;
            }
        });
        return pending;
    }

    private void done(Exposition made) {
        if (then != null) {
            then.accept(made);
        }
    }

    public void cancel() {
        then = null;
    }
}
