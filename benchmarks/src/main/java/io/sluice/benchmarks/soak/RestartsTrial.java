package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.soak.Manifests.Pod;
import java.util.ArrayList;
import java.util.List;

/**
 * Ten pods are replaced one after another, as a Deployment does it: the new one becomes ready, the old one is marked as
 * terminating, keeps serving for a moment, and drains. Nothing fails and nothing is executed twice.
 */
record RestartsTrial() implements Trial {
    private static final int PODS = 10;
    private static final int GRACE_MILLIS = 1_000;

    @Override
    public String word() {
        return "restarts";
    }

    @Override
    public String unguarded() {
        return "the old pod is killed where it should drain";
    }

    @Override
    public Result run(Stage stage) throws Exception {
        List<SoakModel> models = new ArrayList<>();
        SoakModel.Behaviour behaviour = new SoakModel.Behaviour(0, 1_000);
        for (int i = 0; i < PODS; i++) {
            models.add(stage.model(behaviour));
        }
        Manifests manifests = stage.manifests();
        manifests.route("model", 0, "");
        manifests.service("model", ready(models));
        int[] restarts = {0};
        try (RouterProcess router = stage.router()) {
            stage.drive(stage.steady(), 64, () -> {
                while (stage.goesOn()) {
                    SoakModel fresh = stage.model(behaviour);
                    SoakModel old = models.removeFirst();
                    models.add(fresh);
                    List<Pod> pods = ready(models);
                    pods.add(new Pod(old.port(), stage.guarded() ? Pod.State.TERMINATING : Pod.State.READY));
                    manifests.service("model", pods);
                    Thread.sleep(GRACE_MILLIS);
                    end(stage, old);
                    manifests.service("model", ready(models));
                    restarts[0]++;
                }
            });
            Ledger.Account account = stage.ledger().account();
            return new Result(
                    account,
                    List.of(restarts[0] + " pods of " + PODS + " replaced"),
                    account.failures() == 0 && account.lost() == 0 && account.twice() == 0 && restarts[0] > 0);
        } finally {
            for (SoakModel model : models) {
                model.close();
            }
        }
    }

    private static void end(Stage stage, SoakModel old) throws Exception {
        if (stage.guarded()) {
            old.drain();
        } else {
            old.kill();
        }
    }

    private static List<Pod> ready(List<SoakModel> models) {
        List<Pod> pods = new ArrayList<>();
        models.forEach(model -> pods.add(Pod.ready(model.port())));
        return pods;
    }
}
