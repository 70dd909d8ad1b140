package io.sluice.watcher.certificate;

import io.sluice.table.tls.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Texts of manifests and files, as the table takes them: read once here, so that the data plane need not doubt them. */
public final class Certificates {
    private static final int URI = 6;

    private Certificates() {}

    /** A chain, the server's or client's own certificate first, and its key. */
    public static Certificate withKey(String chain, String key) throws BadPem {
        List<X509Certificate> certificates = Pem.certificates(chain);
        return new Certificate(
                text(certificates), PrivateKeys.of(key, certificates.get(0).getPublicKey()));
    }

    /** Those of authorities. */
    public static String authorities(String pem) throws BadPem {
        return text(Pem.certificates(pem));
    }

    public static String revoked(String pem) throws BadPem {
        Pem.revoked(pem);
        return pem;
    }

    /** Why clients will not take a certificate at that time, as a sentence; null = they may. */
    public static @Nullable String untimely(Certificate certificate, Instant now) {
        try {
            X509Certificate own = Pem.certificates(certificate.chainPem()).get(0);
            Instant end = own.getNotAfter().toInstant();
            Instant begin = own.getNotBefore().toInstant();
            if (now.isAfter(end)) {
                return "expired at " + end;
            }
            return now.isBefore(begin) ? "is not valid before " + begin : null;
        } catch (BadPem unreadable) {
            return unreadable.sentence();
        }
    }

    /** The one URI among a certificate's names; null = it has none, or several. */
    public static @Nullable String uri(Certificate certificate) {
        try {
            var names = Pem.certificates(certificate.chainPem()).get(0).getSubjectAlternativeNames();
            List<String> uris = (names == null ? List.<List<?>>of() : names)
                    .stream()
                            .filter(name -> name.get(0).equals(URI))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
            return uris.size() == 1 ? uris.get(0) : null;
        } catch (BadPem | CertificateParsingException unreadable) {
            return null;
        }
    }

    private static String text(List<X509Certificate> certificates) throws BadPem {
        StringBuilder text = new StringBuilder();
        for (X509Certificate certificate : certificates) {
            try {
                text.append(Pem.text("CERTIFICATE", certificate.getEncoded()));
            } catch (CertificateEncodingException malformed) {
                throw new BadPem("holds a certificate that cannot be written again");
            }
        }
        return text.toString();
    }
}
