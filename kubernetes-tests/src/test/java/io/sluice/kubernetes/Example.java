package io.sluice.kubernetes;

/** Objects of one model, as they stand in a cluster. */
final class Example {
    static final String VIRTUAL_SERVICES = "/apis/networking.istio.io/v1/virtualservices";
    static final String SLICES = "/apis/discovery.k8s.io/v1/endpointslices";

    private Example() {}

    /** A Service with one pod, and a route to it in the mesh. */
    static String model(String name, String address) {
        return service(name) + slice(name, address) + route(name, "/v1");
    }

    static String service(String name) {
        return """
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: %s, namespace: my-ns}
            spec:
              selector: {app: %1$s}
              ports: [{name: http, port: 8000}]
            """.formatted(name);
    }

    static String slice(String name, String address) {
        return """
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: %s-abc
              namespace: my-ns
              labels: {kubernetes.io/service-name: %1$s}
            addressType: IPv4
            ports: [{name: http, port: 9000, protocol: TCP}]
            endpoints: [{addresses: ["%s"], conditions: {ready: true}}]
            """.formatted(name, address);
    }

    static String route(String name, String path) {
        return """
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: %s, namespace: my-ns}
            spec:
              hosts: ["%1$s"]
              http:
              - match: [{uri: {prefix: "%s"}}]
                route: [{destination: {host: %1$s}}]
            """.formatted(name, path);
    }
}
