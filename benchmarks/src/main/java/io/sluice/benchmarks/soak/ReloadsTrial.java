package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Routes change ten times a second: no request fails, and none is answered by older routes than one before it was. */
record ReloadsTrial() implements Trial {
    private static final int EVERY_MILLIS = 100;

    @Override
    public String word() {
        return "reloads";
    }

    @Override
    public String unguarded() {
        return "the route is removed and written anew, not replaced";
    }

    @Override
    public Result run(Stage stage) throws Exception {
        AtomicInteger edits = new AtomicInteger();
        try (SoakModel model = stage.model(SoakModel.Behaviour.PROMPT)) {
            Manifests manifests = stage.manifests();
            manifests.service("model", List.of(Manifests.Pod.ready(model.port())));
            manifests.route("model", 0, "");
            try (RouterProcess router = stage.router()) {
                Callers callers = stage.drive(stage.steady(), 64, () -> {
                    while (stage.goesOn()) {
                        if (!stage.guarded()) {
                            manifests.removeRoute();
                            Thread.sleep(EVERY_MILLIS);
                        }
                        manifests.route("model", edits.incrementAndGet(), "");
                        Thread.sleep(EVERY_MILLIS);
                    }
                });
                Ledger.Account account = stage.ledger().account();
                return new Result(
                        account,
                        List.of(
                                edits + " edits, the newest seen in force " + callers.newest(),
                                "answered by older routes than seen before: " + callers.stale(),
                                "latest request sent " + callers.latestMillis() + " ms late"),
                        account.failures() == 0
                                && account.lost() == 0
                                && account.twice() == 0
                                && callers.stale() == 0
                                && callers.newest() > edits.get() / 2);
            }
        }
    }
}
