package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.Applied;
import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.front.FrontService;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.FrontSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who leads writes, at once and again; who does not, does not. */
@Timeout(60)
class ClusterWriterTest {
    private static final FrontSettings SETTINGS = new FrontSettings("sluice", "router");

    private final MemoryApi api = new MemoryApi();

    private static Applied wanting(String name) {
        FrontService service = new FrontService(
                "ns",
                name,
                new ObjectId("VirtualService", "ns", "vs"),
                List.of(new FrontService.Port("http", 8000, 20_001, null)));
        return new Applied(new FrontPlan(List.of(new FrontPlan.WriteService(service))), List.of(), List.of());
    }

    private boolean there(String name) {
        return api.get("/api/v1/namespaces/ns/services/" + name) != null;
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
        }
    }

    @Test
    void theLeaderWritesAndWhenItGoesTheNextGoesOn() {
        api.put(
                "/apis/networking.istio.io/v1/namespaces/ns/virtualservices/vs",
                MemoryApi.object("networking.istio.io/v1", "VirtualService", "ns", "vs"));
        try (ClusterWriter first = ClusterWriter.start(api, SETTINGS, "router-0")) {
            await(first::leads);
            try (ClusterWriter second = ClusterWriter.start(api, SETTINGS, "router-1")) {
                first.applied(wanting("a"));
                second.applied(wanting("a"));
                await(() -> there("a"));
                assertThat(second.leads()).isFalse();
                first.close();
                assertThat(first.leads()).isFalse();
                second.applied(wanting("b"));
                await(() -> there("b"));
                assertThat(second.leads()).isTrue();
                assertThat(there("a")).isTrue();
            }
        }
    }

    @Test
    void whatFailsIsTriedAgainAndOthersDoNotWait() {
        api.put(
                "/apis/networking.istio.io/v1/namespaces/ns/virtualservices/vs",
                MemoryApi.object("networking.istio.io/v1", "VirtualService", "ns", "vs"));
        int[] failures = {1};
        api.before = (method, path) -> {
            if (path.endsWith("/services/a") && failures[0]-- > 0) {
                throw new IOException("cut off");
            }
        };
        FrontPlan.Step a = wanting("a").fronts().steps().get(0);
        FrontPlan.Step b = wanting("b").fronts().steps().get(0);
        try (ClusterWriter writer = ClusterWriter.start(api, SETTINGS, "router-0")) {
            writer.applied(new Applied(new FrontPlan(List.of(a, b)), List.of(), List.of()));
            await(() -> there("b"));
            await(() -> there("a"));
            assertThat(writer.leads()).isTrue();
        }
    }
}
