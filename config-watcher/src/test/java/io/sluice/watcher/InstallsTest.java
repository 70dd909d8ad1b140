package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.table.Listener;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.OperatorVariable;
import io.sluice.watcher.settings.SeldonSource;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * How Seldon's page installs its operator, for whatever was recorded of it: beside Istio, beside Istio's CRDs alone, or without either;
 * routes are the same everywhere.
 */
class InstallsTest {
    private static final YAMLMapper YAML = new YAMLMapper();

    /** What the operator leaves in the cluster. */
    enum Install {
        /** {@code istio.enabled=true}, and istiod says what it thinks of each object. */
        ISTIOD {
            @Override
            List<ObjectNode> objects(GoldenCase recorded) {
                List<ObjectNode> objects = CRDS_ALONE.objects(recorded);
                objects.forEach(object -> object.putObject("status").put("observedGeneration", "1"));
                return objects;
            }
        },
        /** {@code istio.enabled=true}, and nobody looks at them. */
        CRDS_ALONE {
            @Override
            List<ObjectNode> objects(GoldenCase recorded) {
                List<ObjectNode> objects = new ArrayList<>();
                for (String kind : List.of("virtualServices", "destinationRules")) {
                    recorded.expected().path(kind).forEach(object -> objects.add(object.deepCopy()));
                }
                return objects;
            }
        },
        /** {@code istio.enabled=false}. */
        NONE {
            @Override
            List<ObjectNode> objects(GoldenCase recorded) {
                return List.of();
            }
        };

        abstract List<ObjectNode> objects(GoldenCase recorded);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void routesAreTheSameHoweverSeldonIsInstalled(GoldenCase recorded) throws IOException {
        String deployments = Files.readString(recorded.input());
        Translation alone = translate(recorded, SeldonSource.SLUICE, deployments, List.of());
        for (Install install : Install.values()) {
            List<ObjectNode> objects = install.objects(recorded);
            Translation beside = translate(recorded, SeldonSource.SLUICE, deployments, objects);
            assertThat(beside.table()).as("%s", install).isEqualTo(alone.table());
            assertThat(beside.endpoints()).as("%s", install).isEqualTo(alone.endpoints());
            for (JsonNode object : objects) {
                assertThat(beside.problems()).as("%s", install).anySatisfy(problem -> {
                    assertThat(problem.code()).isEqualTo(Code.OPERATOR_OBJECT_IGNORED);
                    assertThat(problem.object()).isEqualTo(name(object));
                });
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void theOperatorsOwnRoutesCountWhereTheyAreAskedFor(GoldenCase recorded) throws IOException {
        List<ObjectNode> objects = Install.CRDS_ALONE.objects(recorded);
        String services = services(Files.readString(recorded.input()), recorded);
        Translation theirs = translate(recorded, SeldonSource.OPERATOR, services, objects);
        Translation both = translate(
                recorded, SeldonSource.OPERATOR, Files.readString(recorded.input()) + "\n---\n" + services, objects);
        assertThat(both.table()).isEqualTo(theirs.table());
    }

    /** T7: a canary that is never ready keeps the operator from taking its share away, and not this router. */
    @Test
    void whatTheOperatorCannotWriteYetIsInForceHere() throws IOException {
        GoldenCase first = named("steps-canary-never-ready");
        GoldenCase stuck = first.steps().get(1);
        List<ObjectNode> objects = Install.ISTIOD.objects(stuck);
        String deployment = Files.readString(stuck.input());
        assertThat(translate(first, SeldonSource.SLUICE, deployment, objects)
                        .table()
                        .clusters())
                .containsKey("outbound|8000|canary|fraud-canary.models.svc.cluster.local");
        assertThat(translate(first, SeldonSource.OPERATOR, deployment, objects)
                        .table()
                        .clusters())
                .doesNotContainKey("outbound|8000|canary|fraud-canary.models.svc.cluster.local");
    }

    /** {@code istio.gateway} of the chart. */
    @ParameterizedTest
    @EnumSource
    void aGatewayOfOnesOwnIsTheOneThatIsServed(Install install) throws IOException {
        GoldenCase recorded = named("gateway-env-custom");
        String named = recorded.settings().operator().get(OperatorVariable.ISTIO_GATEWAY, "");
        String[] parts = named.split("/", -1);
        String gateway = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: NAME, namespace: NAMESPACE}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}]
            """.replace("NAMESPACE", parts[0]).replace("NAME", parts[1]);
        String deployment = Files.readString(recorded.input());
        Translation there =
                translate(recorded, SeldonSource.SLUICE, deployment + "\n---\n" + gateway, install.objects(recorded));
        assertThat(there.table().listeners()).extracting(Listener::port).containsExactly(8080);
        Translation missing = translate(recorded, SeldonSource.SLUICE, deployment, install.objects(recorded));
        assertThat(missing.table().listeners()).isEmpty();
        assertThat(missing.problems())
                .anySatisfy(problem -> assertThat(problem.toString())
                        .contains("MISSING_GATEWAY")
                        .contains(named));
    }

    private static Translation translate(
            GoldenCase recorded, SeldonSource source, String manifests, List<ObjectNode> objects) throws IOException {
        StringBuilder all = new StringBuilder(manifests);
        for (ObjectNode object : objects) {
            all.append("\n").append(YAML.writeValueAsString(object));
        }
        // Whether the operator writes routes is its business; ours are made as if it did.
        OperatorSettings operator = recorded.settings().operator().with(OperatorVariable.ISTIO_ENABLED, "true");
        return Yaml.translate(Settings.DEFAULT.withOperator(operator).withSeldonSource(source), all.toString());
    }

    /** The Services that a deployment would bring: declared, they are the same whoever writes the routes. */
    private static String services(String deployments, GoldenCase recorded) throws IOException {
        assumeThat(deployments).contains("SeldonDeployment");
        StringBuilder text = new StringBuilder();
        for (JsonNode service : recorded.expected().path("services")) {
            ObjectNode object = YAML.createObjectNode();
            object.put("apiVersion", "v1").put("kind", "Service");
            object.putObject("metadata")
                    .put("name", service.path("name").asText())
                    .put("namespace", service.path("namespace").asText());
            ObjectNode spec = object.putObject("spec");
            spec.set("selector", service.path("selector"));
            spec.set("ports", service.path("ports"));
            text.append(YAML.writeValueAsString(object));
        }
        return text.toString();
    }

    private static String name(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return object.path("kind").asText() + " " + metadata.path("namespace").asText() + "/"
                + metadata.path("name").asText();
    }

    private static GoldenCase named(String name) {
        return GoldenCase.all().stream()
                .filter(recorded -> recorded.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Whose routes are admitted: of others there are none to compare, whoever writes them. */
    static List<GoldenCase> recorded() throws IOException {
        List<GoldenCase> admitted = new ArrayList<>();
        for (GoldenCase recorded : GoldenCase.all()) {
            boolean writes = recorded.steps().size() == 1
                    && !recorded.expected().path("virtualServices").isEmpty();
            if (writes
                    && translate(recorded, SeldonSource.SLUICE, Files.readString(recorded.input()), List.of())
                            .problems()
                            .stream()
                            .noneMatch(problem ->
                                    problem.code() == Code.REFUSED || problem.code() == Code.INVALID_FIELD)) {
                admitted.add(recorded);
            }
        }
        assertThat(admitted).hasSizeGreaterThan(60);
        return admitted;
    }
}
