package io.sluice.watcher.resource;

import io.sluice.table.tls.ListenerTls.TlsParameters;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a server of a Gateway says of TLS; texts are empty where it says nothing.
 *
 * @param credentialNames Secrets with the server's certificates, one for each kind of key
 * @param authoritiesCredential the Secret of those who certify clients
 * @param subjectAltNames of clients: one must be there; empty = any
 */
public record ServerTls(
        Mode mode,
        List<String> credentialNames,
        String authoritiesCredential,
        Files files,
        List<String> subjectAltNames,
        List<String> spkiHashes,
        List<String> certificateHashes,
        TlsParameters parameters) {
    public ServerTls {
        credentialNames = List.copyOf(credentialNames);
        subjectAltNames = List.copyOf(subjectAltNames);
        spkiHashes = List.copyOf(spkiHashes);
        certificateHashes = List.copyOf(certificateHashes);
    }

    public enum Mode {
        PASSTHROUGH,
        SIMPLE,
        MUTUAL,
        OPTIONAL_MUTUAL,
        ISTIO_MUTUAL,
        AUTO_PASSTHROUGH
    }

    /** Names of files; empty = none. */
    public record Files(String certificate, String key, String authorities, String revoked) {
        public static final Files NONE = new Files("", "", "", "");

        /** Those that are named. */
        public List<String> names() {
            return Stream.of(certificate, key, authorities, revoked)
                    .filter(name -> !name.isEmpty())
                    .toList();
        }
    }
}
