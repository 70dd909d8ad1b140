package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.benchmarks.soak.Manifests.Pod;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/** Two routers stand behind a third, and end by SIGTERM in turn, as a rolling update of Sluice itself. Nothing fails. */
record RouterRestartsTrial() implements Trial {
    @Override
    public String word() {
        return "router-restarts";
    }

    @Override
    public String unguarded() {
        return "routers end by SIGKILL";
    }

    @Override
    public Result run(Stage stage) throws Exception {
        try (SoakModel model = stage.model(new SoakModel.Behaviour(0, 1_000))) {
            Inner[] inner = {new Inner(stage, "inner-0", model), new Inner(stage, "inner-1", model)};
            Manifests manifests = stage.manifests();
            manifests.service("model", List.of(Pod.ready(inner[0].port), Pod.ready(inner[1].port)));
            manifests.route("model", 0, "");
            int[] restarts = {0};
            int[] badExits = {0};
            try (RouterProcess front = stage.router()) {
                stage.drive(stage.steady(), 64, () -> {
                    while (stage.goesOn()) {
                        Thread.sleep(1_000);
                        Inner one = inner[restarts[0]++ % 2];
                        badExits[0] += (stage.guarded() ? one.router.end() : one.router.kill()) == 0 ? 0 : 1;
                        one.router = stage.router(one.manifests);
                    }
                });
            } finally {
                inner[0].router.close();
                inner[1].router.close();
            }
            Ledger.Account account = stage.ledger().account();
            return new Result(
                    account,
                    List.of(restarts[0] + " routers ended by SIGTERM, " + badExits[0]
                            + " with an exit code other than 0"),
                    account.failures() == 0
                            && account.lost() == 0
                            && account.twice() == 0
                            && badExits[0] == 0
                            && restarts[0] > 0);
        }
    }

    private static final class Inner {
        private final int port = FreePort.any();
        private final Manifests manifests;
        private RouterProcess router;

        private Inner(Stage stage, String name, SoakModel model) throws IOException, InterruptedException {
            manifests = new Manifests(
                    Files.createDirectories(stage.manifests().directory().resolveSibling(name)));
            manifests.gateway(port);
            manifests.service("model", List.of(Pod.ready(model.port())));
            manifests.route("model", 0, "");
            router = stage.router(manifests);
        }
    }
}
