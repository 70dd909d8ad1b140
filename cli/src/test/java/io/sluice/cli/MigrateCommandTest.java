package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code sluice migrate} as its users see it; what it finds is tested beside the code that finds it. */
class MigrateCommandTest {
    private static final Path FIXTURES = Path.of("..", "config-watcher", "src", "test", "resources", "migrate");

    @Test
    void saysWhyADeploymentIsNotCapturedAndWhatMendsIt() {
        CommandLineRun run = migrate("host-has-selector-service/hazard.yaml", "text");
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.output().lines()).first().asString().isEqualTo("not captured  SeldonDeployment models/iris");
        assertThat(run.output())
                .contains("    HOST_HAS_SELECTOR_SERVICE SeldonDeployment models/iris"
                        + " spec.predictors[0].annotations.seldon.io/svc-name: ")
                .contains("hazard.yaml:")
                .contains("\ndo HOST_HAS_SELECTOR_SERVICE: Take seldon.io/svc-name out")
                .endsWith("0 of 1 SeldonDeployments captured, 0 other findings\n");
        assertThat(run.error()).isEmpty();
    }

    @Test
    void saysByWhichWayADeploymentIsCaptured() {
        CommandLineRun run = migrate("host-has-selector-service/clean.yaml", "text");
        assertThat(run.code()).isZero();
        assertThat(run.output())
                .isEqualTo(
                        "captured      SeldonDeployment models/iris by front Service models/iris, made by the router\n"
                                + "1 of 1 SeldonDeployments captured, 0 other findings\n");
    }

    @Test
    void saysTheSameToMachines() throws Exception {
        CommandLineRun run = migrate("strict-pods/hazard.yaml", "json");
        assertThat(run.code()).isEqualTo(1);
        JsonNode report = new ObjectMapper().readTree(run.output());
        assertThat(report.path("changes").asBoolean()).isTrue();
        assertThat(report.path("deployments")).isEmpty();
        JsonNode finding = report.path("findings").path(0);
        assertThat(finding.path("hazard").asText()).isEqualTo("STRICT_PODS");
        assertThat(finding.path("object").asText()).isEqualTo("PeerAuthentication models/default");
        assertThat(finding.path("fix").asText()).isNotEmpty();
        assertThat(finding.path("line").asInt()).isPositive();
    }

    private static CommandLineRun migrate(String fixture, String format) {
        return CommandLineRun.of(
                "migrate", "--manifests", FIXTURES.resolve(fixture).toString(), "-o", format);
    }
}
