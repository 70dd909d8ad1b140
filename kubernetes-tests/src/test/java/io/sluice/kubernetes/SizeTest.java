package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A thousand SeldonDeployments with five thousand pods, as large as real ones are. */
@Tag("long")
class SizeTest {
    private static final int DEPLOYMENTS = 1_000;
    private static final int PODS_EACH = 5;

    @TempDir
    private Path directory;

    @Test
    void aThousandDeploymentsAreServed() throws Exception {
        try (StubApiServer server = new StubApiServer()) {
            for (int i = 0; i < DEPLOYMENTS; i++) {
                server.objects.apply(
                        SeldonObjects.deployment(i) + SeldonObjects.services(i) + SeldonObjects.pods(i, PODS_EACH));
            }
            server.objects.apply(SeldonObjects.GATEWAY.replace("PORT", String.valueOf(RouterProcess.freePort())));
            try (RouterProcess router = RouterProcess.start(directory, Kubeconfig.write(directory, server.url()))) {
                Duration ready = router.awaitReady();
                Thread.sleep(3000);
                long before = cpuMillis(router.pid());
                Thread.sleep(10_000);
                long cpu = cpuMillis(router.pid()) - before;
                System.out.printf(
                        "%d SeldonDeployments, %d pods: ready after %d ms, resident %d MiB, %.1f %% of a core at"
                                + " rest%n",
                        DEPLOYMENTS, DEPLOYMENTS * PODS_EACH, ready.toMillis(), router.residentMiB(), cpu / 100.0);
                assertThat(router.log()).contains("applied generation 1");
                assertThat(ready).isLessThanOrEqualTo(Duration.ofSeconds(5));
                assertThat(router.residentMiB()).isLessThanOrEqualTo(256);
            }
        }
    }

    private static long cpuMillis(long pid) {
        return ProcessHandle.of(pid)
                .flatMap(handle -> handle.info().totalCpuDuration())
                .orElseThrow()
                .toMillis();
    }
}
