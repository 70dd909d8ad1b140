package io.sluice.table.tls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** TLS towards a model (DestinationRule {@code tls}). */
public sealed interface UpstreamTls {
    record Plaintext() implements UpstreamTls {}

    /**
     * @param own shown to the model; null = none (SIMPLE)
     * @param serverName null = the request's host
     * @param subjectAltNames empty = checked against the request's host
     * @param verify false only with {@code insecureSkipVerify}
     */
    record Tls(
            @Nullable Certificate own,
            TrustedCa ca,
            @Nullable String serverName,
            List<String> subjectAltNames,
            boolean verify)
            implements UpstreamTls {
        public Tls {
            subjectAltNames = List.copyOf(subjectAltNames);
        }
    }

    /**
     * Between workloads of a mesh, as Istio's sidecars speak.
     *
     * @param own the router's, of the mesh's authority
     * @param identities of which the model must show one, and no other; {@code *} at the end stands for anything
     */
    record Mesh(Certificate own, TrustedCa ca, String serverName, List<String> identities) implements UpstreamTls {
        public Mesh {
            identities = List.copyOf(identities);
        }
    }

    /** Plaintext, but this towards endpoints that demand it ({@link io.sluice.table.cluster.Endpoint#demandsTls}). */
    record AsDemanded(UpstreamTls demanded) implements UpstreamTls {}

    /** Demanded, and cannot be given: every request answers 503 with this reason. */
    record Unavailable(String reason) implements UpstreamTls {}
}
