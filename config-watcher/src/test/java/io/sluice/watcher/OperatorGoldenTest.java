package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.source.DirectorySource;
import io.sluice.watcher.store.Contents;
import io.sluice.watcher.store.ResourceStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the operator was recorded to write, refuse and say is what is written, refused and said here. */
class OperatorGoldenTest {
    private static final JsonNode NOTES = GoldenCase.read(Path.of("src", "test", "resources", "operator-golden.yaml"));
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEPT = "; its last admitted version stays in force";
    private static final String NONE = "; it is not in force";

    static List<GoldenCase> all() {
        return GoldenCase.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("all")
    void isWhatTheOperatorWrites(GoldenCase recorded) {
        ResourceStore store = new ResourceStore(recorded.settings());
        for (GoldenCase step : recorded.steps()) {
            Contents contents = store.apply(DirectorySource.read(List.of(step.input())));
            // A first step has no memory: it is what `translate` prints; later ones are what is in force.
            OperatorOutput output = step.equals(recorded)
                    ? Watcher.operatorOutput(new WatcherConfig(List.of(step.input()), recorded.settings()))
                    : OperatorOutput.of(contents.derivations(), contents.problems(), recorded.settings());
            check(step, step.expected(), output);
        }
    }

    private static void check(GoldenCase step, JsonNode expected, OperatorOutput output) {
        List<Problem> errors = output.problems().stream()
                .filter(problem -> problem.severity() == Severity.ERROR)
                // TLS towards models is a matter of the router, not of what is written.
                .filter(problem -> problem.code() != Code.NOT_SUPPORTED)
                .toList();
        assertThat(output.refused()).isEqualTo(!errors.isEmpty());
        admission(expected.path("admission"), errors);
        boolean allowed = true;
        for (JsonNode answer : expected.path("admission")) {
            allowed &= answer.path("allowed").asBoolean();
        }
        if (!allowed) {
            // The rest shows what a bypassed webhook would have let through: WebhookBypassedTest.
            assertThat(output.istio()).isEmpty();
            return;
        }
        errors(step, expected, errors);
        for (String kind : List.of("VirtualService", "DestinationRule")) {
            String field = kind.equals("VirtualService") ? "virtualServices" : "destinationRules";
            if (!NOTES.path("outOfScope").path(step.name()).has(field)) {
                assertThat(GoldenCase.byName(output.istio(), kind))
                        .as(field)
                        .isEqualTo(GoldenCase.byName(expected.path(field), kind));
            }
        }
        assertThat(services(output.services())).isEqualTo(recordedServices(expected.path("services")));
    }

    private static void admission(JsonNode admission, List<Problem> errors) {
        for (JsonNode answer : admission) {
            String id = "SeldonDeployment " + answer.path("namespace").asText() + "/"
                    + answer.path("name").asText();
            List<String> said = errors.stream()
                    .filter(problem -> problem.object().equals(id))
                    .map(OperatorGoldenTest::sentence)
                    .filter(sentence -> sentence.startsWith("SeldonDeployment.machinelearing.seldon.io "))
                    .toList();
            if (answer.path("allowed").asBoolean()) {
                assertThat(said).as("refused " + id).isEmpty();
            } else {
                assertThat(said).containsExactly(answer.path("message").asText());
            }
        }
    }

    private static void errors(GoldenCase step, JsonNode expected, List<Problem> errors) {
        String error = expected.path("error").asText();
        if (expected.path("errorSource").asText().equals("store") || expected.has("apiServerWouldRefuse")) {
            assertThat(errors).isNotEmpty();
        } else if (!error.isEmpty()) {
            assertThat(errors).extracting(OperatorGoldenTest::sentence).containsExactly(error);
        } else if (NOTES.path("refusedByIstio").has(step.name())) {
            assertThat(errors)
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.sentence())
                            .startsWith("Istio refuses the ")
                            .contains(NOTES.path("refusedByIstio")
                                    .path(step.name())
                                    .asText()));
        } else {
            assertThat(errors).isEmpty();
        }
    }

    private static String sentence(Problem problem) {
        String sentence = problem.sentence();
        String end = sentence.endsWith(KEPT) ? KEPT : NONE;
        return sentence.substring(0, sentence.length() - end.length());
    }

    private static Map<String, String> services(Iterable<? extends JsonNode> written) {
        Map<String, String> services = new TreeMap<>();
        GoldenCase.byName(written, "Service")
                .forEach((name, service) -> services.put(name, shape(service.path("spec"))));
        return services;
    }

    /** Those that requests are routed to: Services of containers have another selector. */
    private static Map<String, String> recordedServices(JsonNode recorded) {
        Map<String, String> services = new TreeMap<>();
        for (JsonNode service : recorded) {
            if (service.path("selector").has("seldon-app")) {
                services.put(
                        service.path("namespace").asText() + "/"
                                + service.path("name").asText(),
                        shape(service));
            }
        }
        return services;
    }

    private static String shape(JsonNode service) {
        return JSON.createObjectNode()
                .put("clusterIP", service.path("clusterIP").asText())
                .<com.fasterxml.jackson.databind.node.ObjectNode>set("selector", service.path("selector"))
                .set("ports", service.path("ports"))
                .toString();
    }
}
