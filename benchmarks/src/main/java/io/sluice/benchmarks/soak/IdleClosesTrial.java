package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.soak.Manifests.Pod;
import java.util.List;

/**
 * A model closes connections that are idle for a second, and requests come in bursts about a second apart: just as it closes.
 * A request on a connection that is being closed cannot be told from one that was executed, so it is not sent again; such
 * connections must not be used. At most one of a million fails once the model has been seen to close.
 */
record IdleClosesTrial() implements Trial {
    private static final int IDLE_MILLIS = 1_000;
    private static final int BURST = 1_000;

    /** Nobody closes so soon for idleness alone: the router learns nothing from it. */
    private static final int TOO_SOON_MILLIS = 200;

    /** The first bursts show the router what the model does. */
    private static final int LEARNING_BURSTS = 3;

    @Override
    public String word() {
        return "idle-closes";
    }

    @Override
    public String unguarded() {
        return "the model closes after " + TOO_SOON_MILLIS + " ms, which the router does not take for a habit";
    }

    @Override
    public Result run(Stage stage) throws Exception {
        int idleMillis = stage.guarded() ? IDLE_MILLIS : TOO_SOON_MILLIS;
        try (SoakModel model = stage.model(new SoakModel.Behaviour(idleMillis, 0))) {
            Manifests manifests = stage.manifests();
            manifests.service("model", List.of(Pod.ready(model.port())));
            manifests.route("model", 0, "");
            long[] early = {0};
            try (RouterProcess router = stage.router()) {
                Callers callers = stage.drive(new Pace.Bursts(BURST, idleMillis), BURST / 2, () -> {
                    while (stage.goesOn() && stage.ledger().sent() < LEARNING_BURSTS * BURST) {
                        Thread.sleep(50);
                    }
                    early[0] = stage.ledger().account().failures();
                });
                Ledger.Account account = stage.ledger().account();
                long since = account.failures() - early[0];
                return new Result(
                        account,
                        List.of(
                                "failed in the first " + LEARNING_BURSTS + " bursts: " + early[0] + ", since then "
                                        + since,
                                "latest request sent " + callers.latestMillis() + " ms late"),
                        since <= 1 + account.sent() / 1_000_000 && account.lost() == 0 && account.twice() == 0);
            }
        }
    }
}
