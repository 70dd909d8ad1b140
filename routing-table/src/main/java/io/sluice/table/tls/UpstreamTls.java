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

    /** Demanded, and cannot be given: every request answers 503 with this reason. */
    record Unavailable(String reason) implements UpstreamTls {}
}
