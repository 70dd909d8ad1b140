package io.sluice.watcher;

import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Manifests of tests, and what they mean. */
final class Yaml {
    /** A Service, a slice and two pods, {@code version: v1} and {@code version: v2}. */
    static final String MODEL = """
        apiVersion: v1
        kind: Service
        metadata: {name: model, namespace: ns}
        spec: {selector: {app: model}, ports: [{name: http, port: 8000, targetPort: 9000}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: model-1, namespace: ns, labels: {kubernetes.io/service-name: model}}
        addressType: IPv4
        ports: [{name: http, port: 9000}]
        endpoints:
        - {addresses: [127.0.0.1], conditions: {ready: true}, targetRef: {kind: Pod, name: model-v1, namespace: ns}}
        - {addresses: [127.0.0.2], targetRef: {kind: Pod, name: model-v2, namespace: ns}}
        - {addresses: [127.0.0.3], conditions: {ready: false}}
        - {addresses: [127.0.0.4], conditions: {ready: false, serving: true, terminating: true}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: model-v1, namespace: ns, labels: {version: v1}}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: model-v2, namespace: ns, labels: {version: v2}}
        ---
        """;

    static final String GATEWAY = """
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: edge, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          servers:
          - {port: {number: 80, name: http, protocol: HTTP}, hosts: ["*"]}
        ---
        """;

    private Yaml() {}

    static Translation translate(String... documents) {
        return translate(Settings.DEFAULT, documents);
    }

    static Translation translate(Settings settings, String... documents) {
        try {
            Path file = Files.createTempFile("manifests", ".yaml");
            try {
                Files.writeString(file, String.join("\n---\n", documents));
                return Watcher.translate(new WatcherConfig(List.of(file), settings));
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** {@code CODE object field}, for problems that are errors or warnings. */
    static List<String> codes(List<Problem> problems) {
        return problems.stream()
                .map(problem -> problem.code() + " " + problem.object()
                        + (problem.field().isEmpty() ? "" : " " + problem.field()))
                .toList();
    }

    /**
     * A SeldonDeployment {@code ns/s}.
     *
     * @param spec MODEL in it stands for a graph of one node with its container
     */
    static String deployment(String annotations, String spec) {
        return "apiVersion: machinelearning.seldon.io/v1\nkind: SeldonDeployment\n"
                + "metadata: {name: s, namespace: ns, annotations: {" + annotations + "}}\nspec: {"
                + spec.replace("MODEL", "componentSpecs: [{spec: {containers: [{name: m}]}}], graph: {name: m}")
                + "}\n";
    }

    /** A VirtualService of namespace ns. */
    static String virtualService(String name, String created, String spec) {
        return "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: " + name
                + ", namespace: ns, creationTimestamp: \"" + created + "\"}\nspec:\n" + spec.indent(2);
    }
}
