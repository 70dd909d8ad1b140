package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.router.RouterConfig;
import io.sluice.table.Listener;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Seldon's examples of authentication, from their manifests to their answers (seldon.md §7): who may call a model, and what of the scrape.
 * Each call is also explained, and what the explanation says is what was answered.
 */
@Timeout(120)
class PolicyExamplesTest {
    private static final String PATH = "/seldon/seldon/iris-model/api/v1.0/predictions";
    private static final String SECRET = "a secret of thirty-two bytes, ok";
    private static final String KEYS = "{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + base64(SECRET) + "\"}]}";

    private static final String WORLD = """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: seldon-gateway, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          servers: [{port: {number: $EDGE, name: http, protocol: HTTP}, hosts: ["*"]}]
        ---
        apiVersion: machinelearning.seldon.io/v1
        kind: SeldonDeployment
        metadata: {name: iris-model, namespace: seldon}
        spec:
          predictors:
          - {name: default, componentSpecs: [{spec: {containers: [{name: classifier}]}}], graph: {name: classifier, type: MODEL}}
        ---
        apiVersion: machinelearning.seldon.io/v1
        kind: SeldonDeployment
        metadata: {name: inside, namespace: seldon}
        spec:
          annotations: {seldon.io/istio-gateway: mesh, seldon.io/istio-host: inside}
          predictors:
          - {name: default, componentSpecs: [{spec: {containers: [{name: classifier}]}}], graph: {name: classifier, type: MODEL}}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: iris-model-default-1, namespace: seldon, labels: {kubernetes.io/service-name: iris-model-default}}
        addressType: IPv4
        ports: [{name: http, port: $MODEL, protocol: TCP}]
        endpoints:
        - {addresses: [127.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: iris-model-default-0, namespace: seldon}}
        ---
        apiVersion: v1
        kind: Pod
        metadata:
          name: iris-model-default-0
          namespace: seldon
          labels: {seldon-app: iris-model-default, seldon-deployment-id: iris-model, version: default}
        ---
        """;

    private static final String TOKENS = """
        apiVersion: security.istio.io/v1
        kind: RequestAuthentication
        metadata: {name: tokens, namespace: $NS}
        spec:
          selector: {matchLabels: {$SELECTOR}}
          jwtRules:
          - {issuer: testing@secure.istio.io, jwks: '$KEYS', outputPayloadToHeader: Seldon-Core-User, forwardOriginalToken: $FORWARD}
        ---
        """;

    @TempDir
    Path directory;

    private final int edge = FreePort.any();
    private final int inside = FreePort.any();
    private final Queue<String> arrived = new ConcurrentLinkedQueue<>();

    private static String atModel(String spec) {
        return policy("seldon", "seldon-deployment-id: iris-model", spec);
    }

    private static String atIngress(String spec) {
        return policy("istio-system", "istio: ingressgateway", spec);
    }

    private static String policy(String namespace, String selector, String spec) {
        return "apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: p"
                + Integer.toHexString(spec.hashCode()) + ", namespace: " + namespace
                + "}\nspec: {selector: {matchLabels: {"
                + selector + "}}, " + spec + "}\n---\n";
    }

    private static String tokens(String namespace, String selector) {
        return TOKENS.replace("$NS", namespace)
                .replace("$SELECTOR", selector)
                .replace("$KEYS", KEYS)
                .replace("$FORWARD", "false");
    }

    private static final String MODEL_TOKENS = tokens("seldon", "seldon-deployment-id: iris-model");
    private static final String INGRESS_TOKENS = tokens("istio-system", "istio: ingressgateway");

    /** A world that is served, and asked. */
    private final class World implements AutoCloseable {
        private final ScriptedUpstream model;
        private final Serving serving;
        private final Watcher watcher;

        World(String... policies) throws Exception {
            model = ScriptedUpstream.start(wire -> {
                for (String request = wire.message(); !request.isEmpty(); request = wire.message()) {
                    arrived.add(request);
                    wire.send("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
                }
            });
            String manifests = (WORLD + String.join("", policies))
                    .replace("$EDGE", Integer.toString(edge))
                    .replace("$MODEL", Integer.toString(model.port()));
            Files.writeString(directory.resolve("manifests.yaml"), manifests);
            serving = Serving.start(RouterConfig.defaults().withEventLoops(1), new MeshPortMoved());
            watcher = serving.follow(WatcherConfig.of(List.of(directory)));
            assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
        }

        /** The status, and what the explanation says is the same. */
        int call(String method, String path, String token) throws Exception {
            String field = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
            int status;
            try (RawClient client = RawClient.connect(edge)) {
                String answer = client.send(method + " " + path + " HTTP/1.1\r\nHost: h\r\n" + field + "\r\n")
                        .message();
                status = Integer.parseInt(answer.substring(9, 12));
            }
            assertThat(explained(method, path, token)).as(method + " " + path).isEqualTo(status);
            return status;
        }

        private int explained(String method, String path, String token) throws IOException {
            List<String> arguments = new ArrayList<>(List.of(
                    "explain", method, "http://h:" + edge + path, "--manifests", directory.toString(), "-o", "json"));
            if (!token.isEmpty()) {
                arguments.addAll(List.of("-H", "Authorization: Bearer " + token));
            }
            CommandLineRun run = CommandLineRun.of(arguments.toArray(String[]::new));
            for (String part : token.split("\\.", -1)) {
                assertThat(run.output())
                        .as("no part of a token is told")
                        .doesNotContain(part.isEmpty() ? "never" : part);
            }
            assertThat(run.output()).doesNotContain(base64(SECRET));
            JsonNode gates = new ObjectMapper().readTree(run.output()).get("gates");
            for (JsonNode gate : gates) {
                String verdict = gate.get("verdict").asText();
                if (!verdict.equals("passes")) {
                    return Integer.parseInt(verdict.substring(0, 3));
                }
            }
            return 200;
        }

        /** Of the router itself, where a model's port would be. */
        int scrape(String method, int port) throws IOException {
            try (RawClient client = RawClient.connect(port)) {
                return Integer.parseInt(client.send(method + " /prometheus HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                        .head()
                        .substring(9, 12));
            }
        }

        @Override
        public void close() throws IOException {
            watcher.close();
            serving.close();
            model.close();
        }
    }

    /** The mesh's port 8000 is everybody's; tests have one of their own. */
    private final class MeshPortMoved implements Placement {
        @Override
        public RoutingTable place(RoutingTable declared) {
            List<Listener> listeners = declared.listeners().stream()
                    .map(listener -> listener.port() == 8000 ? listener.withPort(inside) : listener)
                    .filter(listener -> listener.port() == inside || listener.port() == edge)
                    .toList();
            return new RoutingTable(listeners, declared.clusters(), declared.workloadPolicies());
        }

        @Override
        public Endpoints place(Endpoints declared) {
            return declared;
        }
    }

    private static String token(String claims) throws Exception {
        String signed = base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}") + "."
                + base64("{\"iss\":\"testing@secure.istio.io\",\"sub\":\"testing@secure.istio.io\"" + claims + "}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HMAC"));
        return signed + "."
                + Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aBadTokenIs401AndNoneIsNobodys() throws Exception {
        try (World world = new World(MODEL_TOKENS)) {
            assertThat(world.call("POST", PATH, "")).isEqualTo(200);
            assertThat(world.call("POST", PATH, token("") + "x")).isEqualTo(401);
            assertThat(world.call("POST", PATH, "deadbeef")).isEqualTo(401);
            arrived.clear();
            assertThat(world.call("POST", PATH, token(""))).isEqualTo(200);
            assertThat(arrived.remove()).contains("\r\nseldon-core-user: ").doesNotContain("\r\nauthorization: ");
        }
    }

    @Test
    void aPrincipalIsAskedFor() throws Exception {
        String allow = atModel("action: ALLOW, rules: [{from: [{source: {requestPrincipals:"
                + " [\"testing@secure.istio.io/testing@secure.istio.io\"]}}]}]");
        try (World world = new World(MODEL_TOKENS, allow)) {
            assertThat(world.call("POST", PATH, "")).isEqualTo(403);
            assertThat(world.call("POST", PATH, "deadbeef")).isEqualTo(401);
            assertThat(world.call("POST", PATH, token(""))).isEqualTo(200);
        }
    }

    @Test
    void andAClaim() throws Exception {
        String allow = atModel("action: ALLOW, rules: [{from: [{source: {requestPrincipals:"
                + " [\"testing@secure.istio.io/testing@secure.istio.io\"]}}], when: [{key:"
                + " \"request.auth.claims[groups]\", values: [group1]}]}]");
        try (World world = new World(MODEL_TOKENS, allow)) {
            assertThat(world.call("POST", PATH, "")).isEqualTo(403);
            assertThat(world.call("POST", PATH, token(""))).isEqualTo(403);
            assertThat(world.call("POST", PATH, token(",\"groups\":[\"group2\"]")))
                    .isEqualTo(403);
            assertThat(world.call("POST", PATH, token(",\"groups\":[\"group1\",\"group2\"]")))
                    .isEqualTo(200);
        }
    }

    @Test
    void whoHasNoPrincipalIsDenied() throws Exception {
        try (World world = new World(
                MODEL_TOKENS, atModel("action: DENY, rules: [{from: [{source: {notRequestPrincipals: [\"*\"]}}]}]"))) {
            assertThat(world.call("POST", PATH, "")).isEqualTo(403);
            assertThat(world.call("POST", PATH, token(""))).isEqualTo(200);
        }
    }

    /** T18: a path without a star is that path alone, so the example denies nothing. */
    @Test
    void theSameAtTheIngressAndMethodsToo() throws Exception {
        try (World world = new World(
                INGRESS_TOKENS,
                atIngress("action: DENY, rules: [{from: [{source: {notRequestPrincipals: [\"*\"]}}]}]"),
                atIngress("action: DENY, rules: [{to: [{operation: {methods: [DELETE], paths: [/seldon]}}]}]"))) {
            assertThat(world.call("POST", PATH, "")).isEqualTo(403);
            assertThat(world.call("POST", PATH, token(""))).isEqualTo(200);
            assertThat(world.call("DELETE", PATH, token(""))).isEqualTo(200);
        }
        try (World world = new World(
                atIngress("action: DENY, rules: [{to: [{operation: {methods: [DELETE], paths: [\"/seldon*\"]}}]}]"))) {
            assertThat(world.call("DELETE", PATH, "")).isEqualTo(403);
            assertThat(world.call("POST", PATH, "")).isEqualTo(200);
        }
    }

    private static final String SCRAPE =
            "action: ALLOW, rules: [{to: [{operation: {methods: [GET], paths: [/prometheus], ports: [$PORTS]}}]}]";

    /** A model's figures through the router are a call like any other: refused, until a rule of the model's names them. */
    @Test
    void theScrapeOfAModelThatIsGuarded() throws Exception {
        String allow = atModel("action: ALLOW, rules: [{from: [{source: {requestPrincipals: [\"*\"]}}]}]");
        String scrape = "/seldon/seldon/iris-model/prometheus";
        try (World world = new World(MODEL_TOKENS, allow)) {
            assertThat(world.call("GET", scrape, "")).isEqualTo(403);
            assertThat(world.call("POST", PATH, token(""))).isEqualTo(200);
        }
        try (World world =
                new World(MODEL_TOKENS, allow, atModel(SCRAPE.replace("$PORTS", "\"6000\", \"$MODEL\", \"6001\"")))) {
            assertThat(world.call("GET", scrape, "")).isEqualTo(200);
            assertThat(world.call("POST", scrape, "")).isEqualTo(403);
            assertThat(world.call("POST", PATH, "")).isEqualTo(403);
            // Past the router nothing of it is asked.
            assertThat(world.scrape("GET", world.model.port())).isEqualTo(200);
        }
    }

    /**
     * The router's own figures on a model's port are refused by a policy that selects the router; on its own port they never are. In the
     * mesh a policy means the port of the Service, whichever is bound for it.
     */
    @Test
    void theScrapeOfARouterThatIsGuarded() throws Exception {
        String allow = atIngress("action: ALLOW, rules: [{from: [{source: {requestPrincipals: [\"*\"]}}]}]");
        try (World world = new World(INGRESS_TOKENS, allow)) {
            assertThat(world.scrape("GET", inside)).isEqualTo(403);
            assertThat(world.scrape("GET", world.serving.adminPort())).isEqualTo(200);
        }
        try (World world =
                new World(INGRESS_TOKENS, allow, atIngress(SCRAPE.replace("$PORTS", "\"6000\", \"8000\", \"6001\"")))) {
            assertThat(world.scrape("GET", inside)).isEqualTo(200);
            assertThat(world.scrape("POST", inside)).isEqualTo(404);
            assertThat(world.call("POST", PATH, "")).isEqualTo(403);
        }
    }
}
