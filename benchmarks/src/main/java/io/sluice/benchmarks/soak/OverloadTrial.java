package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.soak.Manifests.Pod;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.HdrHistogram.AbstractHistogram;

/**
 * Three times as much is asked as a model can do, of a router that knows how much that is. What it takes is served as promptly and
 * as fast as before; the rest is turned away at once, and no model hears of it.
 */
record OverloadTrial() implements Trial {
    /** The model works on so many at a time, each for so long: about 1,250 a second. */
    private static final int WORKERS = 64;

    private static final int SERVICE_MICROS = 50_000;
    private static final int TIMES = 3;
    private static final int CALLERS = 512;

    private static final double LEAST_GOODPUT = 0.9;
    private static final double MOST_SLOWER = 2;
    private static final double MOST_SHED_MILLIS = 5;
    private static final String SHED = "503 Service Unavailable OM";

    @Override
    public String word() {
        return "overload";
    }

    @Override
    public String unguarded() {
        return "the router takes what comes";
    }

    @Override
    public Result run(Stage stage) throws Exception {
        Manifests manifests = stage.manifests();
        SoakModel.Behaviour behaviour = new SoakModel.Behaviour(0, SERVICE_MICROS, WORKERS);
        Ledger alone = new Ledger(Math.max(WORKERS, stage.plan().requests() / 10));
        SoakModel model = SoakModel.start(0, alone, behaviour);
        manifests.service("model", List.of(Pod.ready(model.port())));
        manifests.route("model", 0, "{attempts: 0}");
        try (RouterProcess router = stage.router(options(stage))) {
            Run peak = Run.of(stage.callers(alone, new Pace.AtOnce(), WORKERS), alone);
            int port = model.port();
            model.close();
            model = SoakModel.start(port, stage.ledger(), behaviour);
            Pace pace = new Pace.Steady((int) (TIMES * peak.answeredPerSecond()));
            Run overload = Run.of(stage.callers(stage.ledger(), pace, CALLERS), stage.ledger());
            return new Result(
                    overload.account(),
                    List.of(
                            "alone:    " + peak.words(),
                            "overload: " + overload.words(),
                            "the router holds " + router.residentMegabytes() + " MB"),
                    kept(peak, overload));
        } finally {
            model.close();
        }
    }

    private static boolean kept(Run peak, Run overload) {
        Ledger.Account account = overload.account();
        return overload.answeredPerSecond() >= LEAST_GOODPUT * peak.answeredPerSecond()
                && overload.answeredMillis(50) <= MOST_SLOWER * peak.answeredMillis(50)
                && overload.refusedMillis(50) <= MOST_SHED_MILLIS
                && account.failed().keySet().stream().allMatch(reason -> reason.startsWith(SHED))
                && account.failures() > 0
                && account.failedButExecuted() == 0
                && account.twice() == 0
                && account.lost() == 0;
    }

    /** One event loop, so that its bound is the router's. */
    private static List<String> options(Stage stage) throws IOException {
        List<String> options = new ArrayList<>(List.of("--event-loops", "1"));
        if (stage.guarded()) {
            var limits = stage.manifests().directory().resolveSibling("limits.yaml");
            Files.writeString(limits, "maxExchangesPerLoop: " + WORKERS + "\n");
            options.addAll(List.of("--limits", limits.toString()));
        }
        return options;
    }

    private record Run(Ledger.Account account, Callers callers, double seconds) {
        static Run of(Callers callers, Ledger ledger) throws InterruptedException {
            long begin = System.nanoTime();
            callers.run();
            return new Run(ledger.account(), callers, (System.nanoTime() - begin) / 1e9);
        }

        double answeredPerSecond() {
            return account.answered() / seconds;
        }

        double answeredMillis(double percentile) {
            return millis(callers.answeredNanos(), percentile);
        }

        double refusedMillis(double percentile) {
            return millis(callers.failedNanos(), percentile);
        }

        private static double millis(AbstractHistogram nanos, double percentile) {
            return nanos.getValueAtPercentile(percentile) / 1e6;
        }

        String words() {
            return String.format(
                    Locale.ROOT,
                    "%.0f/s asked, %.0f/s answered in %.1f ms (p99 %.1f), others turned away in %.1f ms (p99 %.1f)",
                    account.sent() / seconds,
                    answeredPerSecond(),
                    answeredMillis(50),
                    answeredMillis(99),
                    refusedMillis(50),
                    refusedMillis(99));
        }
    }
}
