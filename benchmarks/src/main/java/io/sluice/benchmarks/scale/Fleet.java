package io.sluice.benchmarks.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A directory of SeldonDeployments, each with a canary, and what a cluster holds beside them: five files a deployment, which
 * are the deployment, two Services, and twice an EndpointSlice with its Pod. Every other one is bound to the mesh, the rest
 * to Seldon's gateway. Of the first, endpoints are those of two models that really answer.
 *
 * @param namespaces deployments are spread over that many
 */
public record Fleet(Path directory, int deployments, int namespaces, int mainPort, int canaryPort) {
    public static final int FILES_A_DEPLOYMENT = 5;

    /** Writes all of it. */
    public void write() throws IOException {
        for (int i = 0; i < deployments; i++) {
            Files.createDirectories(directory.resolve(namespace(i)));
            weight(i, 0, 100);
            for (String predictor : new String[] {"main", "canary"}) {
                boolean main = predictor.equals("main");
                Files.writeString(file(i, "service-" + predictor), service(i, predictor));
                Files.writeString(file(i, "endpoints-" + predictor), endpoints(i, predictor, main ? 1 : 2));
            }
        }
    }

    /** Edits the split of one deployment as an editor does: a new file, renamed over the old one. */
    public void weight(int deployment, int main, int canary) throws IOException {
        Path file = file(deployment, "deployment");
        Path next = file.resolveSibling(".next");
        Files.writeString(next, deployment(deployment, main, canary));
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Path of a prediction. */
    String path(int deployment) {
        return "/seldon/" + namespace(deployment) + "/" + name(deployment) + "/api/v1.0/predictions";
    }

    String host(int deployment) {
        return name(deployment) + "." + namespace(deployment);
    }

    private Path file(int deployment, String what) {
        return directory.resolve(namespace(deployment)).resolve(name(deployment) + "-" + what + ".yaml");
    }

    private String namespace(int deployment) {
        return "team-" + deployment % namespaces;
    }

    private static String name(int deployment) {
        return "model-" + deployment;
    }

    private String deployment(int i, int main, int canary) {
        String mesh = i % 2 != 0 ? "" : """
              annotations: {seldon.io/istio-gateway: mesh, seldon.io/istio-host: %s}
            """.formatted(name(i));
        return """
            apiVersion: machinelearning.seldon.io/v1
            kind: SeldonDeployment
            metadata:
              name: %s
              namespace: %s
              labels: {team: %s}
            spec:
              name: %s
            %s  predictors:
            %s%s\
            """.formatted(
                        name(i),
                        namespace(i),
                        namespace(i),
                        name(i),
                        mesh,
                        predictor("main", main),
                        predictor("canary", canary));
    }

    private static String predictor(String name, int traffic) {
        return """
              - name: %s
                replicas: 1
                traffic: %d
                componentSpecs:
                - spec:
                    containers:
                    - name: classifier
                      image: seldonio/mock_classifier:1.9.1
                      resources: {requests: {cpu: 100m, memory: 128Mi}}
                graph: {name: classifier, type: MODEL, endpoint: {type: REST}, children: []}
            """.formatted(name, traffic);
    }

    private String service(int i, String predictor) {
        String key = name(i) + "-" + predictor;
        return """
            apiVersion: v1
            kind: Service
            metadata:
              name: %s
              namespace: %s
              labels: {seldon-app: %s, seldon-deployment-id: %s}
            spec:
              type: ClusterIP
              selector: {seldon-app: %s}
              ports:
              - {name: http, port: 8000, targetPort: 8000, protocol: TCP}
              - {name: grpc, port: 5001, targetPort: 5001, protocol: TCP}
            """.formatted(key, namespace(i), key, name(i), key);
    }

    private String endpoints(int i, String predictor, int number) {
        String key = name(i) + "-" + predictor;
        String address = i == 0 ? "127.0.0.1" : "10." + number + "." + i / 250 + "." + (i % 250 + 1);
        int port = i > 0 ? 8000 : predictor.equals("main") ? mainPort : canaryPort;
        return """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %s-0
              namespace: %s
              labels: {kubernetes.io/service-name: %s}
            addressType: IPv4
            ports:
            - {name: http, port: %d, protocol: TCP}
            - {name: grpc, port: 5001, protocol: TCP}
            endpoints:
            - addresses: [%s]
              conditions: {ready: true}
              targetRef: {kind: Pod, name: %s-0, namespace: %s}
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: %s-0
              namespace: %s
              labels: {seldon-app: %s, seldon-deployment-id: %s, version: %s}
            status: {podIP: %s}
            """.formatted(
                        key,
                        namespace(i),
                        key,
                        port,
                        address,
                        key,
                        namespace(i),
                        key,
                        namespace(i),
                        key,
                        name(i),
                        predictor,
                        address);
    }
}
