package io.sluice.cli;

import io.sluice.router.DrainReport;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** At SIGTERM or SIGINT the process drains and exits 0. */
final class Ending {
    private Ending() {}

    /** @param drain ends everything, and says how it went */
    static void onSignal(Supplier<DrainReport> drain) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> {
            DrainReport report = drain.get();
            System.err.println("drained " + report.drained() + " requests under way, aborted " + report.aborted());
            System.err.flush();
            // A signal's own exit code says how it was killed; an orderly end is 0.
            Runtime.getRuntime().halt(0);
        }));
    }

    /** For ever: the process ends by a signal. */
    static void await() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
