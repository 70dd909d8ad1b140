package io.sluice.router.upstream.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.RetryBudget;
import io.sluice.table.cluster.UpstreamProtocol;
import org.junit.jupiter.api.Test;

class RetryBudgetTest {
    private static final Cluster CLUSTER = Cluster.plain("m", 8000, "", UpstreamProtocol.HTTP1);

    @Test
    void withoutOneNothingIsCounted() {
        ClusterLimits limits = new ClusterLimits(CLUSTER, null);
        for (int i = 0; i < 1000; i++) {
            assertThat(limits.beginRetry()).isTrue();
        }
    }

    @Test
    void theRoutersHoldsWhereTheClusterHasNone() {
        ClusterLimits limits = new ClusterLimits(CLUSTER, new RetryBudget(20, 3));
        for (int i = 0; i < 50; i++) {
            assertThat(limits.requests().take()).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(limits.beginRetry()).isTrue();
        }
        assertThat(limits.beginRetry()).isFalse();
        limits.endRetry();
        assertThat(limits.beginRetry()).isTrue();
    }
}
