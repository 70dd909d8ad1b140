package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.soak.Manifests.Pod;
import io.sluice.benchmarks.soak.Manifests.Predictor;
import java.time.Duration;
import java.util.List;

/**
 * Seldon's rolling update: one predictor, then 60 to 40 with a canary, then both under new names, and back; the pods of each
 * step become ready late, and those that nobody needs any more drain. Nothing fails.
 */
record RolloutTrial() implements Trial {
    private static final SoakModel.Behaviour BEHAVIOUR = SoakModel.Behaviour.PROMPT;

    @Override
    public String word() {
        return "rollout";
    }

    @Override
    public String unguarded() {
        return "the first predictor's pod is killed while it has a share";
    }

    @Override
    public Result run(Stage stage) throws Exception {
        Manifests manifests = stage.manifests();
        Duration ready = lateBy(stage);
        try (SoakModel first = stage.model(BEHAVIOUR)) {
            manifests.deployment(List.of(new Predictor("main", 100)));
            manifests.service("soak-main", List.of(Pod.ready(first.port())));
            try (RouterProcess router = stage.router()) {
                stage.drive(stage.steady(), 64, () -> {
                    SoakModel canary = step(
                            stage, ready, "canary", List.of(new Predictor("main", 60), new Predictor("canary", 40)));
                    if (!stage.guarded()) {
                        first.kill();
                    }
                    SoakModel renamed =
                            step(stage, ready, "blue", List.of(new Predictor("blue", 60), new Predictor("canary", 40)));
                    retire(manifests, "main", first);
                    SoakModel green =
                            step(stage, ready, "green", List.of(new Predictor("blue", 60), new Predictor("green", 40)));
                    retire(manifests, "canary", canary);
                    SoakModel back = step(stage, ready, "main", List.of(new Predictor("main", 100)));
                    retire(manifests, "blue", renamed);
                    retire(manifests, "green", green);
                    while (stage.goesOn()) {
                        Thread.sleep(100);
                    }
                    back.close();
                });
            }
        }
        Ledger.Account account = stage.ledger().account();
        return new Result(
                account,
                List.of("4 steps, pods ready " + ready.toSeconds() + " s after the manifest asks for them"),
                account.failures() == 0 && account.lost() == 0 && account.twice() == 0);
    }

    /** Thirty seconds, or as late as a short trial allows. */
    private static Duration lateBy(Stage stage) {
        Duration fifth = stage.plan().length().dividedBy(5);
        return fifth.compareTo(Duration.ofSeconds(30)) < 0 ? fifth : Duration.ofSeconds(30);
    }

    /** The deployment changes at once; the pod of its new predictor is there at once too, and ready late. */
    private static SoakModel step(Stage stage, Duration ready, String fresh, List<Predictor> predictors)
            throws Exception {
        SoakModel model = stage.model(BEHAVIOUR);
        Manifests manifests = stage.manifests();
        manifests.service("soak-" + fresh, List.of(new Pod(model.port(), Pod.State.STARTING)));
        manifests.deployment(predictors);
        Thread.sleep(ready);
        manifests.service("soak-" + fresh, List.of(Pod.ready(model.port())));
        Thread.sleep(1_000);
        return model;
    }

    private static void retire(Manifests manifests, String predictor, SoakModel model) throws Exception {
        manifests.service("soak-" + predictor, List.of(new Pod(model.port(), Pod.State.TERMINATING)));
        Thread.sleep(500);
        model.drain();
        manifests.removeService("soak-" + predictor);
    }
}
