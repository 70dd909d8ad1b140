package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.router.RouterConfig;
import io.sluice.table.RoutingTable;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Manifests full of secrets, good and bad, each of them marked; and everything that this program can print of them: logs, problems,
 * {@code /v1}, explanations, tables, dumps.
 */
@Timeout(60)
class SecretsNeverShownTest {
    private static final String MARK = "hunter2";

    /** What a secret looks like in base64, wherever in three bytes the mark begins. */
    private static final List<String> ENCODED = List.of(
            base64(MARK).substring(0, 9),
            base64("x" + MARK).substring(2, 9),
            base64("xx" + MARK).substring(3, 9));

    private static final String TOKEN =
            base64("{\"alg\":\"HS256\"}") + "." + base64("{\"sub\":\"" + MARK + "\"}") + "." + MARK;

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Map<String, String> printed = new LinkedHashMap<>();
    private Level before = Level.INFO;
    private String key = "";
    private int port;

    @TempDir
    Path directory;

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @BeforeEach
    void listen() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        before = root.getLevel();
        root.setLevel(Level.TRACE);
        logged.start();
        root.addAppender(logged);
    }

    @AfterEach
    void silence() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.detachAppender(logged);
        root.setLevel(before);
    }

    private Path write(String file, String text) throws IOException {
        return Files.writeString(directory.resolve(file), text);
    }

    private static String secret(String name, String rest) {
        return "apiVersion: v1\nkind: Secret\nmetadata: {name: " + name + ", namespace: istio-system}\n" + rest + "\n";
    }

    private void manifests() throws Exception {
        X509Bundle bundle = new CertificateBuilder()
                .subject("CN=edge")
                .addSanDnsName("localhost")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        key = bundle.getPrivateKeyPEM().lines().toList().get(1);
        Base64.Encoder encoder = Base64.getEncoder();
        String chain = encoder.encodeToString(bundle.getCertificatePEM().getBytes(StandardCharsets.US_ASCII));
        String keyData = encoder.encodeToString(bundle.getPrivateKeyPEM().getBytes(StandardCharsets.US_ASCII));
        String broken =
                encoder.encodeToString(("-----BEGIN PRIVATE KEY-----\n" + MARK + "\n-----END PRIVATE KEY-----\n")
                        .getBytes(StandardCharsets.US_ASCII));
        write(
                "good.yaml",
                secret("good", """
                    type: kubernetes.io/tls
                    data: {tls.crt: %s, tls.key: %s}
                    """.formatted(chain, keyData))
                        .replace(
                                "namespace: istio-system}",
                                "namespace: istio-system, annotations:"
                                        + " {kubectl.kubernetes.io/last-applied-configuration: '{\""
                                        + MARK + "\":1}'}}"));
        write("half.yaml", secret("half", "data: {tls.crt: " + chain + ", tls.key: " + broken + "}"));
        write("chain.yaml", secret("chain", "data: {tls.crt: " + broken + ", tls.key: " + keyData + "}"));
        write("base64.yaml", secret("base64", "data: {tls.crt: '%%" + MARK + "', tls.key: " + keyData + "}"));
        write("lists.yaml", secret("lists", "data: {tls.crt: [" + MARK + "], tls.key: {" + MARK + ": 1}}"));
        write("text.yaml", secret("text", "data: " + MARK + "\nstringData: [" + MARK + "]\ntype: [" + MARK + "]"));
        write(
                "plain.yaml",
                secret("plain", "stringData: {password: " + MARK + ", cert: " + MARK + ", key: " + MARK + "}"));
        write(
                "unreadable.yaml",
                secret("unreadable", "data:\n  tls.key: \"" + MARK + "\n  tls.crt: - : " + MARK + " ]"));
        write("indented.yaml", secret("indented", "data:\n  tls.key: |\n" + MARK + "\n" + MARK + ": x\n" + MARK));
        write("jwks.yaml", """
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: shared, namespace: istio-system}
            spec:
              jwtRules:
              - {issuer: one, jwks: '{"keys":[{"kty":"oct","k":"KEY","alg":"HS256"}]}'}
              - {issuer: two, jwks: '{"keys":[{"kty":"oct","k":7,"d":"MARK"}]}'}
            ---
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: parsed, namespace: istio-system}
            spec: {jwtRules: [{issuer: one, jwks: '{"keys": "MARK"'}]}
            ---
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: typed, namespace: istio-system}
            spec: {jwtRules: [{issuer: one, jwks: {keys: [{k: MARK}]}}]}
            ---
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: basic, namespace: istio-system}
            spec: {jwtRules: [{issuer: one, jwksUri: "https://user:MARK@keys.example.com/keys"}]}
            ---
            apiVersion: security.istio.io/v1
            kind: RequestAuthentication
            metadata: {name: malformed, namespace: istio-system}
            spec: {jwtRules: [{issuer: one, jwksUri: "https://user:MARK @keys.example.com/ keys"}]}
            """.replace("KEY", base64(MARK)).replace("MARK", MARK));
        write("routes.yaml", """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
              - {port: {number: PORT, name: http, protocol: HTTP}, hosts: ["*"]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs, namespace: ns}
            spec:
              hosts: ["*"]
              gateways: [istio-system/edge]
              http:
              - match: [{headers: {authorization: {exact: "Basic MARK"}}}]
                directResponse: {status: 204}
              - match: [{headers: {cookie: {regex: ".*MARK.*"}}}]
                directResponse: {status: 204}
              - match: [{uri: {prefix: /in}}]
                headers: {request: {set: {Authorization: "Bearer MARK", X-Api-Key: MARK}, add: {cookie: MARK}}}
                route: [{destination: {host: model}, headers: {response: {set: {set-cookie: MARK}}}}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: refused, namespace: ns}
            spec: {hosts: [model], http: [{headers: {request: {set: {authorization: "%MARK"}}}, route: [{destination: {host: model}}]}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: model, namespace: ns}
            spec: {selector: {app: model}, ports: [{name: http, port: 8000}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: model-0, namespace: ns, labels: {app: model}}
            spec: {containers: [{name: model, image: i, env: [{name: PASSWORD, value: MARK}], args: [MARK]}]}
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: asked, namespace: istio-system}
            spec: {action: CUSTOM, provider: {name: checker}, rules: [{to: [{operation: {paths: [/asked]}}]}]}
            """.replace("PORT", Integer.toString(port)).replace("MARK", MARK));
    }

    private Path meshConfig() throws IOException {
        return write(".mesh.yaml", """
            extensionProviders:
            - name: checker
              envoyExtAuthzHttp:
                service: model.ns.svc.cluster.local
                port: 8000
                includeAdditionalHeadersInCheck: {x-api-key: MARK}
            """.replace("MARK", MARK));
    }

    private void command(String... arguments) {
        CommandLineRun run = CommandLineRun.of(arguments);
        printed.put(String.join(" ", arguments), run.output() + run.error());
    }

    private void page(int admin, String path) throws IOException {
        try (RawClient client = RawClient.connect(admin)) {
            printed.put(
                    path,
                    client.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n")
                            .message());
        }
    }

    @Test
    void nothingThatThisProgramPrintsHoldsASecret() throws Exception {
        port = FreePort.any();
        manifests();
        String mesh = meshConfig().toString();
        String manifests = directory.toString();
        for (String format : List.of("text", "json", "sarif")) {
            command("validate", manifests, "--mesh-config", mesh, "-o", format);
        }
        command("translate", manifests);
        command("translate", "--network-policies", manifests);
        for (String format : List.of("text", "json", "yaml")) {
            for (String table : List.of("routes", "clusters", "endpoints")) {
                command(table, "--manifests", manifests, "--mesh-config", mesh, "-o", format);
            }
            for (String path : List.of("/in", "/asked", "/nowhere?access_token=" + TOKEN)) {
                explain(manifests, mesh, format, path);
            }
        }
        served(mesh);
        assertThat(printed.keySet()).hasSizeGreaterThan(25);
        printed.forEach((what, text) -> {
            assertThat(text).as(what).isNotEmpty().doesNotContain(MARK).doesNotContain(key);
            ENCODED.forEach(part -> assertThat(text).as(what).doesNotContain(part));
        });
        // It has been told of all the same: by its name, its place, and what is wrong.
        assertThat(printed.get("validate " + manifests + " --mesh-config " + mesh + " -o text"))
                .contains(
                        "Secret istio-system/half",
                        "Secret istio-system/base64",
                        "RequestAuthentication istio-system/basic");
    }

    /** Which the question names, so that they are no news to who asks; a page of the admin port may be another's to read. */
    private void explain(String manifests, String mesh, String format, String path) {
        CommandLineRun run = CommandLineRun.of(
                "explain",
                "GET",
                "http://h:" + port + path,
                "--manifests",
                manifests,
                "--mesh-config",
                mesh,
                "-o",
                format,
                "-H",
                "Authorization: Bearer " + TOKEN,
                "-H",
                "Cookie: session=" + MARK);
        printed.put("explain " + path + " " + format, run.output() + run.error());
    }

    private void served(String mesh) throws Exception {
        WatcherConfig config = WatcherConfig.of(List.of(directory));
        config = config.withSettings(Settings.DEFAULT.withMesh(MeshConfigFile.read(Path.of(mesh))));
        List<Problem> problems = new ArrayList<>();
        try (Serving serving = Serving.start(RouterConfig.defaults().withEventLoops(1), Placement.DECLARED);
                Watcher watcher = Watcher.start(config, serving, problems::addAll)) {
            assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
            for (String path : List.of("/in", "/asked", "/nowhere?access_token=" + TOKEN)) {
                try (RawClient client = RawClient.connect(port)) {
                    client.send("GET " + path + " HTTP/1.1\r\nhost: h\r\nauthorization: Bearer " + TOKEN + "\r\n\r\n")
                            .message();
                }
            }
            String url = "/v1/explain?method=GET&url=http://h:" + port + "/in?access_token%3D" + TOKEN
                    + "&header=authorization:Bearer%20" + TOKEN + "&header=cookie:" + MARK;
            for (String path : List.of(
                    "/v1/routes",
                    "/v1/clusters",
                    "/v1/endpoints",
                    "/v1/problems",
                    url,
                    "/prometheus",
                    "/stats/prometheus")) {
                page(serving.adminPort(), path);
            }
        }
        printed.put("problems", problems + " ");
        Translation translation = Watcher.translate(config);
        RoutingTable table = translation.table();
        printed.put("table", table.clusters() + " " + table.workloadPolicies() + " " + translation.endpoints());
        table.listeners().forEach(listener -> printed.put(listener.name(), listener.tls() + " " + listener.policies()));
        StringBuilder log = new StringBuilder(" ");
        for (ILoggingEvent event : List.copyOf(logged.list)) {
            // What libraries of the test's own clients say at their finest is theirs.
            if (!event.getLoggerName().startsWith("javax.net.ssl")) {
                log.append(event.getFormattedMessage()).append('\n');
                if (event.getThrowableProxy() != null) {
                    log.append(event.getThrowableProxy().getMessage()).append('\n');
                }
            }
        }
        printed.put("log", log.toString());
    }
}
