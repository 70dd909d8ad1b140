package io.sluice.watcher.admission;

import io.sluice.table.tls.ListenerTls.TlsParameters;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.ServerTls;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.resource.ServerTls.Mode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code tls} of a Gateway's server (istio.md §3.2); refuses what Istio's webhook does. */
final class ServerTlsReader {
    /** Those that Envoy's BoringSSL knows, of TLS 1.2 and before. */
    private static final Set<String> CIPHERS = Set.of(
            "ECDHE-ECDSA-AES256-GCM-SHA384",
            "ECDHE-RSA-AES256-GCM-SHA384",
            "ECDHE-ECDSA-AES128-GCM-SHA256",
            "ECDHE-RSA-AES128-GCM-SHA256",
            "ECDHE-ECDSA-CHACHA20-POLY1305",
            "ECDHE-RSA-CHACHA20-POLY1305",
            "ECDHE-ECDSA-AES256-SHA",
            "ECDHE-RSA-AES256-SHA",
            "ECDHE-ECDSA-AES128-SHA",
            "ECDHE-RSA-AES128-SHA",
            "AES256-GCM-SHA384",
            "AES128-GCM-SHA256",
            "AES256-SHA",
            "AES128-SHA");

    private ServerTlsReader() {}

    static ServerTls read(Reader tls) {
        Mode mode = mode(tls);
        List<String> credentials = new ArrayList<>(tls.texts("credentialNames"));
        String credential = tls.text("credentialName", "");
        if (!credential.isEmpty()) {
            if (!credentials.isEmpty()) {
                throw tls.refused("credentialNames", "only one of credentialName and credentialNames may be set");
            }
            credentials.add(credential);
        }
        Files files = files(tls, "serverCertificate", credentials.isEmpty());
        ServerTls read = new ServerTls(
                mode,
                credentials,
                tls.text("caCertCredentialName", ""),
                files,
                tls.texts("subjectAltNames"),
                tls.texts("verifyCertificateSpki"),
                tls.texts("verifyCertificateHash"),
                new TlsParameters(
                        version(tls, "minProtocolVersion"), version(tls, "maxProtocolVersion"), ciphers(tls)));
        check(tls, read);
        return read;
    }

    private static Mode mode(Reader tls) {
        String mode = tls.text("mode", Mode.PASSTHROUGH.name());
        try {
            return Mode.valueOf(mode);
        } catch (IllegalArgumentException unknown) {
            throw tls.invalid("mode", "\"" + mode + "\" is no mode of TLS");
        }
    }

    /** @param counted whether a Secret is not named, which would count instead */
    static Files files(Reader tls, String certificate, boolean counted) {
        Files files = new Files(
                tls.text(certificate, ""),
                tls.text("privateKey", ""),
                tls.text("caCertificates", ""),
                tls.text("caCrl", ""));
        return counted ? files : Files.NONE;
    }

    private static @Nullable String version(Reader tls, String field) {
        String version = tls.text(field, "TLS_AUTO");
        return switch (version) {
            case "TLS_AUTO" -> null;
            case "TLSV1_0" -> "TLSv1";
            case "TLSV1_1" -> "TLSv1.1";
            case "TLSV1_2" -> "TLSv1.2";
            case "TLSV1_3" -> "TLSv1.3";
            default -> throw tls.invalid(field, "\"" + version + "\" is no version; write TLSV1_2 or TLSV1_3");
        };
    }

    private static List<String> ciphers(Reader tls) {
        List<String> known = new ArrayList<>();
        for (String cipher : tls.texts("cipherSuites")) {
            if (CIPHERS.contains(cipher)) {
                known.add(cipher);
            } else {
                tls.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        "cipherSuites",
                        "ignoring invalid cipher suite \"" + cipher + "\"; the others are offered");
            }
        }
        return known;
    }

    private static void check(Reader tls, ServerTls read) {
        boolean credential = !read.credentialNames().isEmpty();
        Files files = read.files();
        switch (read.mode()) {
            case SIMPLE, MUTUAL, OPTIONAL_MUTUAL -> {
                if (!credential && files.certificate().isEmpty()) {
                    throw tls.refused("serverCertificate", read.mode() + " TLS requires a server certificate");
                }
                if (!credential && files.key().isEmpty()) {
                    throw tls.refused("privateKey", read.mode() + " TLS requires a private key");
                }
                if (read.mode() != Mode.SIMPLE
                        && !credential
                        && files.authorities().isEmpty()) {
                    throw tls.refused("caCertificates", read.mode() + " TLS requires a client CA bundle");
                }
            }
            case ISTIO_MUTUAL -> {
                if (credential) {
                    throw tls.refused("credentialName", "ISTIO_MUTUAL TLS cannot have associated credentialName");
                }
            }
            case PASSTHROUGH, AUTO_PASSTHROUGH -> {}
        }
    }
}
