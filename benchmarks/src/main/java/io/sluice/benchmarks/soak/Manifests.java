package io.sluice.benchmarks.soak;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Collectors;

/** The directory that a router of a trial watches. Files are replaced whole, as an editor or a controller does. */
final class Manifests {
    private final Path directory;

    Manifests(Path directory) {
        this.directory = directory;
    }

    Path directory() {
        return directory;
    }

    /** Where a pod of a Service listens, and what its slice says of it. */
    record Pod(int port, State state) {
        enum State {
            READY("{ready: true, serving: true, terminating: false}"),
            STARTING("{ready: false, serving: false, terminating: false}"),
            TERMINATING("{ready: false, serving: true, terminating: true}");

            private final String conditions;

            State(String conditions) {
                this.conditions = conditions;
            }
        }

        static Pod ready(int port) {
            return new Pod(port, State.READY);
        }
    }

    void gateway(int port) throws IOException {
        save("gateway", """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: seldon-gateway, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: %d, name: http, protocol: HTTP}, hosts: ["*"]}]
            """.formatted(port));
    }

    /**
     * All requests to one Service.
     *
     * @param generation named in every answer
     * @param retries the field's value in braces; empty = as Istio does without
     */
    void route(String service, int generation, String retries) throws IOException {
        save(
                "route",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: soak, namespace: models}
                spec:
                  hosts: ["*"]
                  gateways: [istio-system/seldon-gateway]
                  http:
                  - route: [{destination: {host: %s, port: {number: 8000}}}]
                    headers: {response: {set: {%s: "%d"}}}
                """.formatted(service, Wire.GENERATION, generation)
                        + (retries.isEmpty() ? "" : "    retries: " + retries + "\n"));
    }

    /** @param predictors {@code name: traffic} pairs in order, such as {@code main: 60, canary: 40} */
    void deployment(List<Predictor> predictors) throws IOException {
        String listed = predictors.stream()
                .map(predictor -> """
                      - name: %s
                        traffic: %d
                        componentSpecs: [{spec: {containers: [{name: classifier, image: "model:1"}]}}]
                        graph: {name: classifier, type: MODEL}
                    """.formatted(predictor.name(), predictor.traffic()))
                .collect(Collectors.joining());
        save("deployment", """
            apiVersion: machinelearning.seldon.io/v1
            kind: SeldonDeployment
            metadata: {name: soak, namespace: models}
            spec:
              predictors:
            """ + listed);
    }

    record Predictor(String name, int traffic) {}

    /** A Service, its slice and its pods. */
    void service(String name, List<Pod> pods) throws IOException {
        StringBuilder text = new StringBuilder("""
            apiVersion: v1
            kind: Service
            metadata: {name: %1$s, namespace: models}
            spec: {selector: {seldon-app: %1$s}, ports: [{name: http, port: 8000, targetPort: http}]}
            """.formatted(name));
        for (Pod pod : pods) {
            text.append("""
                ---
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: %1$s-%2$d, namespace: models, labels: {kubernetes.io/service-name: %1$s}}
                addressType: IPv4
                ports: [{name: http, port: %2$d}]
                endpoints:
                - {addresses: [127.0.0.1], conditions: %3$s, targetRef: {kind: Pod, name: %1$s-%2$d, namespace: models}}
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: %1$s-%2$d, namespace: models, labels: {seldon-app: %1$s, version: %4$s}}
                """.formatted(name, pod.port(), pod.state().conditions, name.substring(name.indexOf('-') + 1)));
        }
        save("service-" + name, text.toString());
    }

    void removeRoute() throws IOException {
        Files.deleteIfExists(directory.resolve("route.yaml"));
    }

    void removeService(String name) throws IOException {
        Files.deleteIfExists(directory.resolve("service-" + name + ".yaml"));
    }

    private void save(String name, String text) throws IOException {
        Path next = Files.writeString(directory.resolve("." + name), text);
        Files.move(next, directory.resolve(name + ".yaml"), StandardCopyOption.REPLACE_EXISTING);
    }
}
