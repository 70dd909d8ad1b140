package io.sluice.table.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EndpointsTest {
    private static final Endpoint OLD = new Endpoint("10.0.0.1", 9000);
    private static final Endpoint NEW = new Endpoint("10.0.0.2", 9000);

    @Test
    void whatLeavesIsKeptWhereNothingComesInItsPlace() {
        Endpoints before = of(Map.of("gone", List.of(OLD), "emptied", List.of(OLD), "moved", List.of(OLD)));
        Endpoints after = of(Map.of("emptied", List.of(), "moved", List.of(NEW), "added", List.of(NEW)));
        assertThat(after.keeping(before).byCluster())
                .isEqualTo(Map.of(
                        "gone", List.of(OLD),
                        "emptied", List.of(OLD),
                        "moved", List.of(NEW),
                        "added", List.of(NEW)));
    }

    private static Endpoints of(Map<String, List<Endpoint>> byCluster) {
        return new Endpoints(byCluster, Map.of());
    }
}
