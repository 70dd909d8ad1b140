package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.table.RoutingTable;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that no webhook has seen: one that is invalid disturbs none of a thousand (reliability.md C2, C3, C12, C13). */
class IsolationTest {
    private static final int OTHERS = 999;

    @TempDir
    private Path directory;

    /** What {@code spec} may be instead, as JSON. */
    private static List<String> invalidShapes() {
        List<String> shapes = new ArrayList<>(List.of("null", "[]", "\"x\"", "7", "{}", "{\"hosts\": []}"));
        String route = "\"route\": [{\"destination\": {\"host\": \"iris\"}}]";
        for (String hosts : List.of("7", "[7]", "[\"\"]", "[\"a b\"]", "[\"*.*\"]", "{\"a\": 1}")) {
            shapes.add("{\"hosts\": " + hosts + ", \"http\": [{" + route + "}]}");
        }
        for (String http : List.of("7", "[7]", "{}", "[[]]", "[\"x\"]")) {
            shapes.add("{\"hosts\": [\"iris\"], \"http\": " + http + "}");
        }
        List<String> rules = List.of(
                "\"route\": 7",
                "\"route\": [7]",
                "\"route\": [{}]",
                "\"route\": [{\"destination\": 7}]",
                "\"route\": [{\"destination\": {\"host\": 7}}]",
                "\"route\": [{\"destination\": {\"host\": \"iris\", \"port\": {\"number\": 70000}}}]",
                "\"route\": [{\"destination\": {\"host\": \"iris\", \"port\": {\"number\": \"x\"}}}]",
                "\"route\": [{\"destination\": {\"host\": \"iris\"}, \"weight\": -1}]",
                "\"route\": [{\"destination\": {\"host\": \"iris\"}, \"weight\": \"many\"}]",
                "\"route\": [{\"destination\": {\"host\": \"iris\"}, \"weight\": 3000000000}]",
                "\"match\": 7, " + route,
                "\"match\": [{\"uri\": 7}], " + route,
                "\"match\": [{\"uri\": {\"prefix\": 7}}], " + route,
                "\"match\": [{\"uri\": {\"prefix\": \"/a\", \"exact\": \"/a\"}}], " + route,
                "\"match\": [{\"uri\": {\"regex\": \"(\"}}], " + route,
                "\"match\": [{\"headers\": {\"\": {\"exact\": \"a\"}}}], " + route,
                "\"match\": [{\"headers\": 7}], " + route,
                "\"match\": [{\"port\": 70000}], " + route,
                "\"timeout\": 7, " + route,
                "\"timeout\": \"x\", " + route,
                "\"timeout\": \"-1s\", " + route,
                "\"retries\": 7, " + route,
                "\"retries\": {\"attempts\": -1}, " + route,
                "\"retries\": {\"attempts\": \"x\"}, " + route,
                "\"retries\": {\"attempts\": 1, \"perTryTimeout\": \"x\"}, " + route,
                "\"retries\": {\"attempts\": 1, \"retryOn\": \"whenever\"}, " + route,
                "\"headers\": 7, " + route,
                "\"headers\": {\"request\": {\"set\": {\"x\": \"a\\r\\nb: c\"}}}, " + route,
                "\"headers\": {\"request\": {\"set\": {\"x y\": \"a\"}}}, " + route,
                "\"headers\": {\"request\": {\"add\": {\"x\": \"a\\u0000\"}}}, " + route,
                "\"mirrorPercentage\": {\"value\": 101}, \"mirror\": {\"host\": \"iris\"}, " + route,
                "\"fault\": {\"abort\": {\"httpStatus\": 9999, \"percentage\": {\"value\": 100}}}, " + route,
                "\"redirect\": {\"uri\": \"/x\"}, " + route,
                "\"rewrite\": 7, " + route);
        rules.forEach(rule -> shapes.add("{\"hosts\": [\"iris\"], \"http\": [{" + rule + "}]}"));
        return shapes;
    }

    @Test
    void oneInvalidObjectOfAThousandKeepsItsLastVersionAndDisturbsNoOther() throws Exception {
        assertThat(invalidShapes()).hasSizeGreaterThanOrEqualTo(50);
        try (StubApiServer server = new StubApiServer()) {
            server.objects.apply(Example.model("iris", "10.0.0.1"));
            for (int i = 0; i < OTHERS; i++) {
                server.objects.apply(Example.route("other-" + i, "/o")
                        .replace("destination: {host: other-" + i, "destination: {host: iris"));
            }
            try (Followed followed = Followed.start(directory, server.url()).awaitReady()) {
                RoutingTable before = followed.table();
                for (String shape : invalidShapes()) {
                    server.objects.put(virtualService(shape));
                    followed.await(
                            "refused: " + shape,
                            () -> followed.problems().stream()
                                    .anyMatch(problem -> problem.severity() == Severity.ERROR
                                            && problem.object().equals("VirtualService my-ns/iris")
                                            && problem.sentence()
                                                    .contains("its last admitted version stays in force")));
                    assertThat(followed.table()).as(shape).isSameAs(before);

                    server.objects.apply(Example.route("iris", "/v1"));
                    followed.await(
                            "solved: " + shape,
                            () -> followed.problems().stream()
                                    .noneMatch(problem -> problem.object().equals("VirtualService my-ns/iris")));
                }
                assertThat(followed.tables()).isEqualTo(1);
            }
        }
    }

    @Test
    void aRouteToNowhereDegradesItselfAloneUntilItsServiceIsThere() throws Exception {
        try (StubApiServer server = new StubApiServer()) {
            server.objects.apply(Example.model("iris", "10.0.0.1"));
            try (Followed followed = Followed.start(directory, server.url()).awaitReady()) {
                server.objects.apply(
                        Example.route("lost", "/lost").replace("destination: {host: lost}", "destination: {host: gone}")
                                + Example.service("lost"));
                followed.await("told", () -> followed.told(Code.UNKNOWN_SERVICE));
                assertThat(followed.says("/v1")).isTrue();
                assertThat(followed.addresses()).containsExactly("10.0.0.1");

                server.objects.apply(Example.service("gone") + Example.slice("gone", "10.0.0.2"));
                followed.await("solved", () -> !followed.told(Code.UNKNOWN_SERVICE));
                assertThat(followed.addresses()).containsExactly("10.0.0.1", "10.0.0.2");
            }
        }
    }

    private static ObjectNode virtualService(String spec) throws Exception {
        JsonNode object = StubObjects.YAML.readTree(Example.route("iris", "/v2"));
        ((ObjectNode) object).set("spec", StubObjects.YAML.readTree(spec));
        return (ObjectNode) object;
    }
}
