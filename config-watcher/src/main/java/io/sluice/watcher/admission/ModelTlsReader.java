package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule.ModelTls;
import io.sluice.watcher.resource.Meta;

/** Reads {@code tls} of a DestinationRule (istio.md §2.2); refuses what Istio's webhook does. */
final class ModelTlsReader {
    private ModelTlsReader() {}

    /** A key Istio does not know, or none, is plaintext (seldon.md T1). */
    static ModelTls read(Meta meta, Reader tls) {
        String mode = tls.text("mode", "DISABLE");
        String credential = tls.text("credentialName", "");
        if (tls.has("insecureSkipVerify") && tls.bool("insecureSkipVerify", false)) {
            tls.problem(
                    Severity.WARNING,
                    Code.CERTIFICATE_UNCHECKED,
                    "insecureSkipVerify",
                    "whoever answers is taken for the model: its certificate is not checked");
        }
        ModelTls read = new ModelTls(
                meta,
                tls.path(),
                mode,
                credential,
                ServerTlsReader.files(tls, "clientCertificate", credential.isEmpty()),
                tls.text("sni", ""),
                tls.texts("subjectAltNames"),
                !tls.bool("insecureSkipVerify", false));
        if (mode.equals("MUTUAL") && credential.isEmpty()) {
            if (read.files().certificate().isEmpty()) {
                throw tls.refused("clientCertificate", "client certificate required for mutual tls");
            }
            if (read.files().key().isEmpty()) {
                throw tls.refused("privateKey", "private key required for mutual tls");
            }
        }
        return read;
    }
}
