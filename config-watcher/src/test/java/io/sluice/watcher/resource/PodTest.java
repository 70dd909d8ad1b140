package io.sluice.watcher.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.cluster.Endpoint.SeldonModel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A pod as metrics name it: by what keeps it. */
class PodTest {
    private static Pod pod(String owner, Map<String, String> labels, String container) {
        ObjectId id = new ObjectId("Pod", "ns", "m-7d9-x2");
        List<String> owners = owner.isEmpty() ? List.of() : List.of(owner);
        return new Pod(
                new Meta(id, Instant.MIN, labels, Map.of(), owners, "a.yaml"),
                List.of(),
                List.of(new Pod.Container("model", "registry:5000/m:1.2"), new Pod.Container(container, "x")),
                "");
    }

    @ParameterizedTest(name = "{0}, {1}={2}: {3}")
    @CsvSource({
        "'', pod-template-hash, 7d9, m-7d9-x2",
        "ReplicaSet/m-7d9, pod-template-hash, 7d9, m",
        "ReplicaSet/m-7d9, rollouts-pod-template-hash, 7d9, m",
        "ReplicaSet/m-7d9, app, m, m-7d9",
        "ReplicaSet/m-7d9, pod-template-hash, 5c4, m-7d9",
        "StatefulSet/m-7d9, pod-template-hash, 7d9, m-7d9",
        "Job/nightly, app, m, nightly",
    })
    void itsWorkloadIsWhatKeepsIt(String owner, String label, String value, String controller) {
        assertThat(pod(owner, Map.of(label, value), "side").workload().controller())
                .isEqualTo(controller);
    }

    private static final Map<String, String> SELDONS =
            Map.of("seldon-deployment-id", "d", "version", "main", "seldon-app-svc-model", "d-main-model");

    @Test
    void aModelOfSeldonsIsCountedHere() {
        assertThat(pod("", SELDONS, "side").workload().seldon())
                .isEqualTo(new SeldonModel("d", "main", "model", "registry:5000/m", "1.2"));
    }

    @Test
    void oneWithAnExecutorCountsItself() {
        assertThat(pod("", SELDONS, "seldon-container-engine").workload().seldon())
                .isNull();
        assertThat(pod("", Map.of("app", "m"), "side").workload().seldon()).isNull();
    }
}
