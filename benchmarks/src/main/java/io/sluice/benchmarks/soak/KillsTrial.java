package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.soak.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;

/**
 * A pod is killed every two seconds, and comes back a second later at the same address; its slice never says so. By default at
 * most what had reached it fails, and nothing is executed twice. With the retries that Seldon writes nothing fails, and what
 * the killed one had begun may be executed again.
 */
record KillsTrial(boolean seldonsRetries) implements Trial {
    private static final int PODS = 4;
    private static final String SELDONS = "{attempts: 3, retryOn: 'gateway-error,connect-failure,refused-stream'}";
    private static final String RECKLESS = "{attempts: 3, retryOn: 'reset,connect-failure'}";
    private static final String NONE = "{attempts: 0}";

    @Override
    public String word() {
        return seldonsRetries ? "kills-with-retries" : "kills";
    }

    @Override
    public String unguarded() {
        return seldonsRetries ? "nothing is sent again" : "what may have been executed is sent again (retryOn: reset)";
    }

    @Override
    public Result run(Stage stage) throws Exception {
        SoakModel.Behaviour behaviour = new SoakModel.Behaviour(0, 2_000);
        List<SoakModel> models = new ArrayList<>();
        List<Pod> pods = new ArrayList<>();
        for (int i = 0; i < PODS; i++) {
            models.add(stage.model(behaviour));
            pods.add(Pod.ready(models.get(i).port()));
        }
        Manifests manifests = stage.manifests();
        manifests.service("model", pods);
        manifests.route("model", 0, retries(stage.guarded()));
        int[] kills = {0};
        int[] reached = {0};
        try (RouterProcess router = stage.router()) {
            stage.drive(stage.steady(), 64, () -> {
                while (stage.goesOn()) {
                    Thread.sleep(1_000);
                    int victim = kills[0]++ % PODS;
                    SoakModel killed = models.get(victim);
                    reached[0] += killed.kill();
                    Thread.sleep(1_000);
                    models.set(victim, SoakModel.start(killed.port(), stage.ledger(), behaviour));
                }
            });
            Ledger.Account account = stage.ledger().account();
            boolean kept =
                    seldonsRetries ? account.failures() == 0 : account.failures() <= reached[0] && account.twice() == 0;
            return new Result(
                    account,
                    List.of(kills[0] + " kills, " + reached[0] + " exchanges had reached the killed pod"),
                    kept && account.lost() == 0 && kills[0] > 0);
        } finally {
            for (SoakModel model : models) {
                model.close();
            }
        }
    }

    private String retries(boolean guarded) {
        if (seldonsRetries) {
            return guarded ? SELDONS : NONE;
        }
        return guarded ? "" : RECKLESS;
    }
}
