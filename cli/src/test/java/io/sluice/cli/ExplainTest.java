package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.router.RouterConfig;
import io.sluice.testkit.FreePort;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people are told of the first example. */
class ExplainTest {
    private static final String MANIFESTS = "../demo/canary-example-1";
    private static final String HOST = "http://canary-example-1:8000";
    private static final String PATH = "/seldon/my-ns/canary-example-1/api/v1.0/predictions";

    private static CommandLineRun explain(String url, String... more) {
        return CommandLineRun.of(java.util.stream.Stream.concat(
                        java.util.stream.Stream.of("explain", "POST", url, "--manifests", MANIFESTS),
                        java.util.stream.Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void aHitIsToldFromListenerToEndpoints() {
        CommandLineRun run = explain(HOST + PATH);
        assertThat(run.code()).isZero();
        assertThat(run.output()).isEqualTo("""
            request     POST /seldon/my-ns/canary-example-1/api/v1.0/predictions HTTP/1.1
                        Host: canary-example-1:8000
            listener    mesh:8000, port 8000, role mesh
            host        canary-example-1.my-ns.svc.cluster.local (bare name canary-example-1, whose only owner it is)
            path        /seldon/my-ns/canary-example-1/api/v1.0/predictions
            routes      1. unnamed: matches
                           VirtualService my-ns/canary-example-1 spec.http[0].match[0]
            action      forward as POST /api/v1.0/predictions HTTP/1.1
            to            75 %  outbound|8000|main|canary-example-1.my-ns.svc.cluster.local
                                Host: canary-example-1:8000
                                ready: 127.0.0.1:18001
                          25 %  outbound|8000|canary|canary-example-1-canary.my-ns.svc.cluster.local
                                Host: canary-example-1:8000
                                ready: 127.0.0.1:18002
            timeout     none
            retries     2 on cancelled, connect-failure, refused-stream, retriable-status-codes, unavailable
            """);
    }

    @Test
    void aMissIsToldWithWhatMayHaveBeenMeant() {
        CommandLineRun run = explain(HOST + "/seldon/my-ns/canary-example-1");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output())
                .contains("1. unnamed: no: uri prefix /seldon/my-ns/canary-example-1/ is wanted, not"
                        + " /seldon/my-ns/canary-example-1\n")
                .contains("not routed  404: no route of host canary-example-1:8000 matches")
                .contains("nearest     the path lacks a / at its end: /seldon/my-ns/canary-example-1/ would reach route"
                        + " unnamed (");
    }

    @Test
    void machinesAreToldTheSameInJsonAndInYaml() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(explain(HOST + PATH, "-o", "json").output());
        JsonNode yaml = new ObjectMapper(new YAMLFactory())
                .readTree(explain(HOST + PATH, "-o", "yaml").output());
        assertThat(yaml).isEqualTo(json);
        assertThat(json.at("/outcome/kind").asText()).isEqualTo("forwarded");
        assertThat(json.at("/outcome/destinations/1/percent").asInt()).isEqualTo(25);
        assertThat(json.at("/outcome/destinations/0/ready/0").asText()).isEqualTo("127.0.0.1:18001");
        assertThat(json.at("/tried/0/origin/field").asText()).isEqualTo("spec.http[0].match[0]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"routes", "clusters", "endpoints"})
    void aRunningRouterShowsTheTablesOfItsManifests(String table) throws Exception {
        CommandLineRun declared = CommandLineRun.of(table, "--manifests", MANIFESTS);
        assertThat(declared.code()).isZero();
        assertThat(declared.output()).contains("outbound|8000|main|canary-example-1.my-ns.svc.cluster.local");
        DemoPlacement onePort = new DemoPlacement(FreePort.any(), Map.of());
        try (Serving serving = Serving.start(RouterConfig.defaults().withEventLoops(1), onePort);
                Watcher watcher = serving.follow(WatcherConfig.of(List.of(Path.of(MANIFESTS))))) {
            assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
            CommandLineRun served =
                    CommandLineRun.of(table, "--admin", "http://127.0.0.1:" + serving.adminPort(), "-o", "json");
            assertThat(served.code()).isZero();
            JsonNode rows = new ObjectMapper().readTree(served.output());
            JsonNode all = new ObjectMapper()
                    .readTree(CommandLineRun.of(table, "--manifests", MANIFESTS, "-o", "json")
                            .output());
            // The demo's placement serves the REST port alone, elsewhere.
            assertThat(rows).hasSize(table.equals("routes") ? 2 : all.size());
        }
    }

    @Test
    void aRouterThatIsNotThereIsOneLine() throws Exception {
        int nobody = FreePort.any();
        CommandLineRun run = CommandLineRun.of("routes", "--admin", "http://127.0.0.1:" + nobody);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.error()).isEqualTo("no router answers at http://127.0.0.1:" + nobody + "\n");
    }
}
