package io.sluice.watcher.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.table.tls.Certificate;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.certificate.BadPem;
import io.sluice.watcher.certificate.Certificates;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a Secret holds for TLS (istio.md §3.2), under the names that {@code kubectl create secret tls} gives, or those of
 * Istio's generic form. A Secret that is half written is refused, so that the last good one stays. No value is ever quoted.
 */
final class SecretReader {
    private final JsonNode data;
    private final JsonNode texts;

    private SecretReader(JsonNode document) {
        data = document.path("data");
        texts = document.path("stringData");
    }

    static Secret read(Meta meta, JsonNode document, Reader root) {
        root.passOver("data", "stringData", "immutable");
        boolean tls = "kubernetes.io/tls".equals(root.text("type", "Opaque"));
        return new SecretReader(document).read(meta, root, tls);
    }

    private Secret read(Meta meta, Reader root, boolean tls) {
        boolean generic = !has("tls.crt") && !has("tls.key");
        String chain = generic ? "cert" : "tls.crt";
        String key = generic ? "key" : "tls.key";
        Certificate certificate = null;
        if (tls || !generic || (has(chain) && has(key))) {
            certificate = certificate(tls ? "tls.crt" : chain, tls ? "tls.key" : key);
            String untimely = Certificates.untimely(certificate, Instant.now());
            if (untimely != null) {
                root.problem(
                        Severity.WARNING,
                        Code.CERTIFICATE_NOT_VALID,
                        "data." + chain,
                        "holds a certificate that " + untimely + "; clients refuse it");
            }
        }
        String authorities = has("ca.crt") ? "ca.crt" : "cacert";
        String revoked = has("ca.crl") ? "ca.crl" : "crl";
        return new Secret(
                meta,
                certificate,
                has(authorities) ? checked(authorities, Certificates::authorities) : null,
                has(revoked) ? checked(revoked, Certificates::revoked) : null);
    }

    private Certificate certificate(String chain, String key) {
        String chainText = required(chain);
        String keyText = required(key);
        // The chain first, so that what is wrong is told of the right one.
        checked(chain, Certificates::authorities);
        return checked(key, any -> Certificates.withKey(chainText, keyText));
    }

    private interface Check<T> {
        T of(String text) throws BadPem;
    }

    private <T> T checked(String key, Check<T> check) {
        try {
            return check.of(required(key));
        } catch (BadPem bad) {
            throw refusal(key, bad.sentence());
        }
    }

    private boolean has(String key) {
        return data.hasNonNull(key) || texts.hasNonNull(key);
    }

    private String required(String key) {
        String text = text(key);
        if (text == null || text.isBlank()) {
            throw refusal(key, "is missing");
        }
        return text;
    }

    private @Nullable String text(String key) {
        JsonNode plain = texts.path(key);
        if (plain.isTextual()) {
            return plain.asText();
        }
        try {
            return data.path(key).isTextual()
                    ? new String(Base64.getMimeDecoder().decode(data.path(key).asText()), StandardCharsets.ISO_8859_1)
                    : null;
        } catch (IllegalArgumentException malformed) {
            throw refusal(key, "is no base64; under stringData it may be plain");
        }
    }

    private static Refusal refusal(String key, String sentence) {
        return new Refusal(Code.INVALID_FIELD, "data[" + key + "]", sentence);
    }
}
