package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.kubernetes.Followed.How;
import io.sluice.watcher.kubernetes.Patience;
import io.sluice.watcher.problem.Code;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An API server that fails takes nothing away from what is served (reliability.md C4, C6, C8, C9). */
class FaultsTest extends StubbedCluster {
    @BeforeEach
    void start() {
        server.objects.apply(Example.model("iris", "10.0.0.1"));
    }

    static Stream<Fault> listsThatFail() {
        return Stream.of(
                new Fault.Status(500),
                new Fault.Status(503),
                new Fault.Status(429),
                new Fault.Status(401),
                new Fault.Cut(),
                new Fault.Garbage(),
                new Fault.NoList(),
                new Fault.Hang());
    }

    @ParameterizedTest
    @MethodSource("listsThatFail")
    void aListThatFailsIsNoEmptyList(Fault fault) throws Exception {
        try (Followed followed = follow().awaitReady()) {
            int before = server.asked("virtualservices", false).size();
            server.failLists("virtualservices", fault);
            server.objects.apply(Example.route("iris", "/v2"));
            followed.await("seen by the watch", () -> followed.says("/v2"));

            // Whoever comes back finds that what happened meanwhile has been forgotten.
            server.down();
            server.objects.apply(Example.service("another"));
            server.objects.forget();
            server.up();
            followed.await(
                    "asked again", () -> server.asked("virtualservices", false).size() > before + 1);
            followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));
            assertThat(followed.says("/v2")).isTrue();

            server.objects.apply(Example.route("iris", "/v3"));
            server.failLists("virtualservices", null);
            followed.await("recovered", () -> followed.says("/v3") && !followed.told(Code.CLUSTER_UNREACHABLE));
        }
    }

    @ParameterizedTest
    @MethodSource("listsThatFail")
    void nothingIsServedAtTheStartFromAListThatFails(Fault fault) throws Exception {
        server.failLists("virtualservices", fault);
        try (Followed followed = follow()) {
            followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));
            assertThat(followed.ready(Duration.ZERO)).isFalse();

            server.failLists("virtualservices", null);
            followed.awaitReady();
            assertThat(followed.says("/v1")).isTrue();
        }
    }

    static Stream<Fault> watchesThatFail() {
        return Stream.of(
                new Fault.Status(500),
                new Fault.Status(410),
                new Fault.Status(403),
                new Fault.Hang(),
                new Fault.Gone(),
                new Fault.Close());
    }

    @ParameterizedTest
    @MethodSource("watchesThatFail")
    void aWatchThatFailsIsTakenUpAgainAndMissesNothing(Fault fault) throws Exception {
        try (Followed followed = follow().awaitReady()) {
            followed.await(
                    "watched", () -> !server.asked("virtualservices", true).isEmpty());
            int before = server.asked("virtualservices", true).size();
            server.failWatches("virtualservices", fault);
            server.disconnect();
            server.objects.apply(Example.route("iris", "/v2"));
            followed.await(
                    "tried again", () -> server.asked("virtualservices", true).size() > before);

            server.failWatches("virtualservices", null);
            followed.await("caught up", () -> followed.says("/v2"));
            server.objects.apply(Example.route("iris", "/v3"));
            followed.await("goes on", () -> followed.says("/v3"));
        }
    }

    @Test
    void aServerThatIsAwayTakesNothingAway() throws Exception {
        try (Followed followed = follow().awaitReady()) {
            int tables = followed.tables();
            server.down();
            followed.await("told", () -> followed.told(Code.CLUSTER_UNREACHABLE));
            followed.await(
                    "every kind has failed",
                    () -> followed.problems().toString().contains("cannot be read ("));
            assertThat(followed.tables()).isEqualTo(tables);
            assertThat(followed.addresses()).containsExactly("10.0.0.1");

            server.objects.apply(Example.slice("iris", "10.0.0.2"));
            server.objects.forget();
            server.up();
            followed.await("caught up", () -> followed.addresses().equals(List.of("10.0.0.2")));
            followed.await("solved", () -> !followed.told(Code.CLUSTER_UNREACHABLE));
        }
    }

    /** The connection stays, and nothing comes: a middlebox has forgotten it, or the server's cache is stuck. */
    @Test
    void aSilentWatchIsFoundOutByItsAgeAndAListTellsWhatItMissed() throws Exception {
        Patience hasty = new Patience(
                Duration.ofMillis(500),
                Duration.ofSeconds(5),
                Duration.ofMillis(300),
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofMillis(20),
                Duration.ofMillis(50),
                Duration.ofMillis(50));
        server.failWatches("endpointslices", new Fault.Silent());
        try (Followed followed = follow(How.PLAIN.with(hasty)).awaitReady()) {
            server.objects.apply(Example.slice("iris", "10.0.0.2"));
            followed.await("found out", () -> followed.addresses().equals(List.of("10.0.0.2")));
            assertThat(server.asked("endpointslices", false)).hasSizeGreaterThan(1);
        }
    }

    /** Twenty kinds lose their watches at one moment: they come back one by one, and none of them lists. */
    @Test
    void aRestartOfTheServerCostsNoLists() throws Exception {
        try (Followed followed = follow().awaitReady()) {
            followed.await("watched", () -> server.asked("pods", true).size() == 1);
            int lists = server.asked("pods", false).size();
            server.disconnect();
            followed.await("watched again", () -> server.asked("pods", true).size() > 1);
            assertThat(server.asked("pods", false)).hasSize(lists);
        }
    }

    @Test
    void attemptsGrowRarerAndAreNeverInStep() throws Exception {
        server.failLists("pods", new Fault.Status(500));
        server.failLists("nodes", new Fault.Status(500));
        try (Followed followed = follow()) {
            followed.await("ten attempts", () -> server.asked("pods", false).size() >= 10);
            List<Long> gaps = gaps("pods");
            assertThat(gaps.subList(6, 9)).allMatch(gap -> gap >= 90_000_000L);
            assertThat(gaps.get(0)).isLessThan(90_000_000L);
            assertThat(gaps).isNotEqualTo(gaps("nodes"));
        }
    }

    private List<Long> gaps(String plural) {
        List<Long> times = server.asked(plural, false).stream()
                .map(StubApiServer.Asked::nanos)
                .toList();
        return Stream.iterate(1, i -> i < times.size(), i -> i + 1)
                .map(i -> times.get(i) - times.get(i - 1))
                .toList();
    }
}
