package io.sluice.router.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.sluice.router.http.Limits;
import io.sluice.router.loop.Loop;
import io.sluice.router.telemetry.traffic.TrafficMeters;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.UpstreamProtocol;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EndpointLevelsTest {
    private static final int DRAWS = 20_000;

    static Stream<LoadBalancing> balancings() {
        return Stream.of(
                LoadBalancing.LeastRequest.DEFAULT, new LoadBalancing.RoundRobin(null), new LoadBalancing.Random());
    }

    /** Five random picks hit the one endpoint of two that is down once in 32 times: a retry must not. */
    @ParameterizedTest
    @MethodSource("balancings")
    void whileAnEndpointIsUntriedNoneIsTriedTwice(LoadBalancing balancing) {
        UpstreamCluster cluster = new UpstreamCluster(
                Cluster.plain("model.ns.svc", 8000, "", UpstreamProtocol.HTTP1),
                List.of(),
                Limits.DEFAULT,
                new AtomicLong(),
                new TrafficMeters(0),
                null);
        Loop loop = Loop.of(new DefaultEventLoop(), 0, 1);
        List<UpstreamEndpoint> endpoints = IntStream.rangeClosed(1, 3)
                .mapToObj(i -> new UpstreamEndpoint(new Endpoint("127.0.0." + i, 9001), cluster))
                .toList();
        EndpointLevels levels = EndpointLevels.of(endpoints, balancing, 0, 1);
        for (int draw = 0; draw < DRAWS; draw++) {
            List<UpstreamEndpoint> tried = new ArrayList<>();
            for (int attempt = 0; attempt < endpoints.size(); attempt++) {
                tried.add(levels.pick(loop, loop.random().nextLong(), tried, 0));
            }
            assertThat(tried).doesNotHaveDuplicates();
        }
    }
}
