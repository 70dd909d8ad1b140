package io.sluice.router;

import static io.sluice.router.GuardedPods.EVERYTHING;
import static io.sluice.router.GuardedPods.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Role;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.WorkloadPolicy;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Policies that select a destination's pods: asked per try and per copy, of the request as it would arrive (DESIGN §5). */
@Timeout(60)
class PodPoliciesTest {
    private static final String GET = "GET /x HTTP/1.1\r\nHost: a\r\n\r\n";

    private GuardedPods pods;

    @BeforeEach
    void start() throws IOException {
        pods = new GuardedPods();
    }

    @AfterEach
    void stop() throws IOException {
        pods.close();
    }

    private static WorkloadPolicy denying(@Nullable String namespace, Map<String, String> labels, Rule rule) {
        return new WorkloadPolicy(
                namespace,
                labels,
                null,
                null,
                new Authorization(List.of(), List.of(new Rules("p", List.of(rule))), List.of()));
    }

    private static Rule when(String key, String value) {
        return new Rule(List.of(), List.of(), List.of(new Condition(key, new Values(List.of(value), List.of()))));
    }

    @Test
    void refuseAsTheEndpointWouldAndNobodyHearsOfIt() throws Exception {
        pods.model("m-0", Map.of("app", "m"));
        pods.guardedBy(denying("ns", Map.of("app", "m"), path("/x")));
        assertThat(pods.ask(GET))
                .startsWith("http/1.1 403 forbidden")
                .contains("x-envoy-upstream-service-time: ")
                .endsWith("RBAC: access denied");
        assertThat(pods.ask("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 200 ok");
        assertThat(pods.arrived).hasSize(1);
    }

    @Test
    void anotherPodIsAskedAnewWhereTheRetryPolicyNamesTheStatus() throws Exception {
        pods.triedAgainAfter(403);
        pods.model("closed", Map.of("app", "m", "kept", "in"));
        pods.model("open", Map.of("app", "m"));
        pods.guardedBy(denying("ns", Map.of("kept", "in"), EVERYTHING));
        for (int i = 0; i < 20; i++) {
            assertThat(pods.ask("POST /x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"))
                    .startsWith("http/1.1 200 ok")
                    .endsWith("open");
        }
        assertThat(pods.arrived).hasSize(20).allMatch(request -> request.endsWith("hello"));
    }

    @Test
    void aCopyIsJudgedForItselfAndThePrimaryToo() throws Exception {
        pods.model("model", Map.of("app", "m"));
        pods.copy("copy", Map.of("app", "c"));
        pods.guardedBy(denying("ns", Map.of("app", "c"), path("/x")), denying("ns", Map.of("app", "m"), path("/y")));
        assertThat(pods.ask(GET)).startsWith("http/1.1 200 ok");
        assertThat(pods.next()).startsWith("model get /x");
        assertThat(pods.ask("GET /y HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("http/1.1 403");
        assertThat(pods.next()).startsWith("copy get /y");
        assertThat(pods.arrived).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void seeThePodsPortAndTheRoutersAddress(Role role) throws Exception {
        pods.askedAs(role);
        int port = pods.model("m-0", Map.of());
        for (Rule rule : List.of(
                when("destination.port", Integer.toString(port)),
                when("destination.ip", "127.0.0.1"),
                when("source.ip", "127.0.0.1"),
                when("remote.ip", "127.0.0.1"))) {
            pods.guardedBy(denying("ns", Map.of(), rule));
            assertThat(pods.ask(GET)).as(rule.toString()).startsWith("http/1.1 403");
        }
        pods.guardedBy(
                denying("ns", Map.of(), when("destination.port", Integer.toString(pods.port))),
                denying("ns", Map.of(), when("remote.ip", "10.9.8.7")));
        assertThat(pods.ask("GET /x HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.9.8.7\r\n\r\n"))
                .startsWith("http/1.1 200 ok");
    }

    @Test
    void aPodThatNobodyDescribesIsGuardedByWhatItsServiceDoesNotRuleOut() {
        Workload unknown = new Workload("ns", "", Map.of("app", "m"));
        assertThat(denying("ns", Map.of("app", "m"), EVERYTHING).selects(unknown))
                .isTrue();
        assertThat(denying("ns", Map.of("version", "v2"), EVERYTHING).selects(unknown))
                .isTrue();
        assertThat(denying("ns", Map.of("app", "other"), EVERYTHING).selects(unknown))
                .isFalse();
        assertThat(denying("other", Map.of(), EVERYTHING).selects(unknown)).isFalse();
        assertThat(denying(null, Map.of(), EVERYTHING).selects(unknown)).isTrue();
        assertThat(denying(null, Map.of(), EVERYTHING).selects(Workload.UNKNOWN))
                .isFalse();
    }
}
