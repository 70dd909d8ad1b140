package io.sluice.kubernetes;

/** What Seldon's operator and Kubernetes have written for a deployment of two predictors, with what real objects carry along. */
final class SeldonObjects {
    static final String GATEWAY = """
        ---
        apiVersion: networking.istio.io/v1
        kind: Gateway
        metadata: {name: seldon-gateway, namespace: istio-system}
        spec:
          selector: {istio: ingressgateway}
          servers: [{port: {number: PORT, name: http, protocol: HTTP}, hosts: ["*"]}]
        """;

    private static final String FIELDS = "managedFields: [{manager: kube-controller-manager, operation: Update,"
            + " fieldsType: FieldsV1, fieldsV1: {\"f:metadata\": {\"f:labels\": {\"f:app\": {}}}, \"f:spec\": {\"f:a\":"
            + " {}}}}]";

    private SeldonObjects() {}

    static String deployment(int number) {
        return """
            ---
            apiVersion: machinelearning.seldon.io/v1
            kind: SeldonDeployment
            metadata:
              name: model-%d
              namespace: ns-%d
              generation: 3
              %s
            spec:
              predictors:
              - name: main
                traffic: 75
                replicas: 3
                graph: {name: classifier, type: MODEL, implementation: SKLEARN_SERVER, modelUri: "gs://bucket/model-%1$d"}
              - name: canary
                traffic: 25
                replicas: 2
                graph: {name: classifier, type: MODEL, implementation: SKLEARN_SERVER, modelUri: "gs://bucket/model-%1$d-b"}
            status:
              state: Available
            """.formatted(number, number % 20, FIELDS);
    }

    static String services(int number) {
        return service(number, "main") + service(number, "canary");
    }

    private static String service(int number, String predictor) {
        return """
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: model-%d-%s
              namespace: ns-%d
              labels: {app.kubernetes.io/managed-by: seldon-core, seldon-app: model-%1$d-%2$s, seldon-deployment-id: model-%1$d}
              %s
            spec:
              type: ClusterIP
              clusterIP: 10.96.0.1
              selector: {seldon-app: model-%1$d-%2$s}
              ports: [{name: http, port: 8000, targetPort: 8000}, {name: grpc, port: 5001, targetPort: 5001}]
            """.formatted(number, predictor, number % 20, FIELDS);
    }

    /** The pods of both predictors, and a slice of each. */
    static String pods(int number, int pods) {
        StringBuilder all = new StringBuilder();
        StringBuilder main = new StringBuilder();
        StringBuilder canary = new StringBuilder();
        for (int i = 0; i < pods; i++) {
            String predictor = i % 5 < 3 ? "main" : "canary";
            int address = number * pods + i;
            String ip = "10." + (10 + address / 62_500) + "." + address / 250 % 250 + "." + (address % 250 + 1);
            all.append(pod(number, predictor, i, ip));
            StringBuilder endpoints = predictor.equals("main") ? main : canary;
            endpoints.append("""
                  - addresses: ["%s"]
                    conditions: {ready: true, serving: true, terminating: false}
                    nodeName: node-%d
                    zone: zone-%d
                    targetRef: {kind: Pod, name: model-%d-%s-0-classifier-%d, namespace: ns-%d, uid: 0b6e1f7e-5f1c-4ad0-9f0e-1d2c3b4a5968}
                """.formatted(ip, i, i % 3, number, predictor, i, number % 20));
        }
        return all + slice(number, "main", main) + slice(number, "canary", canary);
    }

    private static String slice(int number, String predictor, CharSequence endpoints) {
        return """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: model-%d-%s-x7k2p
              namespace: ns-%d
              labels: {kubernetes.io/service-name: model-%1$d-%2$s, endpointslice.kubernetes.io/managed-by: endpointslice-controller.k8s.io}
            addressType: IPv4
            ports: [{name: http, port: 8000, protocol: TCP}, {name: grpc, port: 5001, protocol: TCP}]
            endpoints:
            %s
            """.formatted(number, predictor, number % 20, endpoints);
    }

    private static String pod(int number, String predictor, int replica, String ip) {
        String variable = "{name: PREDICTIVE_UNIT_PARAMETERS, value: \"" + "x".repeat(300) + "\"}";
        String environment = "[" + variable + ", " + variable + ", " + variable + "]";
        return """
            ---
            apiVersion: v1
            kind: Pod
            metadata:
              name: model-%d-%s-0-classifier-%d
              namespace: ns-%d
              labels: {app: model-%1$d-%2$s-0-classifier, fluentd: "true", pod-template-hash: 6d5b9c7f4, seldon-app: model-%1$d-%2$s, seldon-deployment-id: model-%1$d, version: %2$s}
              annotations: {prometheus.io/path: /prometheus, prometheus.io/port: "8000", prometheus.io/scrape: "true"}
              ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: model-%1$d-%2$s-0-classifier-6d5b9c7f4, controller: true, uid: a}]
              %s
            spec:
              nodeName: node-%3$d
              containers:
              - name: classifier
                image: seldonio/sklearnserver:1.17.1
                env: %6$s
              - name: seldon-container-engine
                image: seldonio/seldon-core-executor:1.17.1
                env: %6$s
            status:
              phase: Running
              podIP: %7$s
              podIPs: [{ip: %7$s}]
              conditions: [{type: Ready, status: "True", lastTransitionTime: "2026-01-01T00:00:00Z"}]
            """.formatted(number, predictor, replica, number % 20, FIELDS, environment, ip);
    }
}
