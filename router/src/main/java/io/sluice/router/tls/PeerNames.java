package io.sluice.router.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The alternative names of a certificate; its common name counts for nothing. */
final class PeerNames {
    private static final int DNS = 2;
    private static final int URI = 6;

    private PeerNames() {}

    /** Texts of every kind: mail addresses, DNS names, URIs, IP addresses. */
    static List<String> all(X509Certificate certificate) {
        return of(certificate, -1);
    }

    static List<String> uris(X509Certificate certificate) {
        return of(certificate, URI);
    }

    static List<String> dns(X509Certificate certificate) {
        return of(certificate, DNS);
    }

    private static List<String> of(X509Certificate certificate, int kind) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            List<String> texts = new ArrayList<>();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                // A NUL or a comma inside would make one name look like another further on.
                if ((kind < 0 || name.get(0).equals(kind))
                        && name.get(1) instanceof String text
                        && text.chars().noneMatch(c -> c < ' ' || c == 0x7f)) {
                    texts.add(text);
                }
            }
            return List.copyOf(texts);
        } catch (CertificateParsingException unreadable) {
            return List.of();
        }
    }
}
