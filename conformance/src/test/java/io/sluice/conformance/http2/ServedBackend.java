package io.sluice.conformance.http2;

import io.sluice.conformance.wire.RouterProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A router whose one port leads everything to one backend. */
final class ServedBackend {
    private ServedBackend() {}

    /** @param protocol as the Service's port names it: {@code http}, {@code grpc} */
    static RouterProcess start(Path directory, int backend, String protocol) throws IOException {
        return RouterProcess.start(
                directory, List.of(backend), (lane, port, target) -> manifest(port, target, protocol));
    }

    private static String manifest(int port, int backend, String protocol) {
        return """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: g, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: %1$d, name: http, protocol: HTTP}, hosts: ["*"]}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: ns}
            spec:
              hosts: ["*"]
              gateways: [istio-system/g]
              http:
              - route: [{destination: {host: backend, port: {number: 80}}}]
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: backend, namespace: ns}
            spec: {selector: {app: b}, ports: [{name: %3$s, port: 80, targetPort: %2$d}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: backend-1, namespace: ns, labels: {kubernetes.io/service-name: backend}}
            addressType: IPv4
            ports: [{name: %3$s, port: %2$d, protocol: TCP}]
            endpoints:
            - addresses: [127.0.0.1]
              conditions: {ready: true}
              targetRef: {kind: Pod, name: b, namespace: ns}
            """.formatted(port, backend, protocol);
    }
}
