package io.sluice.table.tls;

import io.sluice.table.match.HostPattern;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS of a listener (Gateway {@code servers[].tls}).
 *
 * @param serverNames the SNI values this listener answers
 * @param mode how the handshake ends
 */
public record ListenerTls(List<HostPattern> serverNames, Mode mode) {
    public ListenerTls {
        serverNames = List.copyOf(serverNames);
    }

    public sealed interface Mode {
        /** Ended here. */
        record Terminate(List<Certificate> certificates, ClientCertificates clients, TlsParameters parameters)
                implements Mode {
            public Terminate {
                certificates = List.copyOf(certificates);
            }
        }

        /** Not opened; routed by SNI. */
        record Passthrough() implements Mode {}
    }

    /** Whether a client must show who it is. */
    public sealed interface ClientCertificates {
        record NotAsked() implements ClientCertificates {}

        /**
         * @param required false = asked for, checked if given (OPTIONAL_MUTUAL)
         * @param subjectAltNames one must be among the certificate's; empty = any
         */
        record Asked(
                boolean required,
                TrustedCa ca,
                List<String> subjectAltNames,
                List<String> spkiHashes,
                List<String> certificateHashes)
                implements ClientCertificates {
            public Asked {
                subjectAltNames = List.copyOf(subjectAltNames);
                spkiHashes = List.copyOf(spkiHashes);
                certificateHashes = List.copyOf(certificateHashes);
            }
        }
    }

    /**
     * Bounds of the protocol.
     *
     * @param minimum null = TLS 1.2
     * @param maximum null = TLS 1.3
     * @param ciphers OpenSSL names; empty = the library's
     */
    public record TlsParameters(
            @Nullable String minimum, @Nullable String maximum, List<String> ciphers) {
        public static final TlsParameters DEFAULT = new TlsParameters(null, null, List.of());

        public TlsParameters {
            ciphers = List.copyOf(ciphers);
        }
    }
}
