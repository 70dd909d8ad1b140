package io.sluice.router.tls;

import io.sluice.table.tls.TrustedCa;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CRL;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Whether a chain leads to somebody who is believed, and is not revoked. */
final class Trust {
    /** Where Linux distributions keep what they believe; Istio's proxy reads it too. */
    private static final List<Path> SYSTEM = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"));

    private Trust() {}

    static X509ExtendedTrustManager of(TrustedCa ca) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        List<X509Certificate> roots = roots(ca.certificatesPem());
        if (roots.isEmpty()) {
            factory.init((KeyStore) null);
        } else {
            factory.init(new CertPathTrustManagerParameters(parameters(roots, ca.revokedPem())));
        }
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new GeneralSecurityException("PKIX has no trust manager for X.509");
    }

    /** Empty = what the Java runtime believes. */
    private static List<X509Certificate> roots(@Nullable String pem) throws GeneralSecurityException {
        if (pem != null) {
            List<X509Certificate> roots = Pem.certificates(pem);
            if (roots.isEmpty()) {
                throw new GeneralSecurityException("no certificate of a CA");
            }
            return roots;
        }
        for (Path file : SYSTEM) {
            if (Files.isReadable(file)) {
                return read(file);
            }
        }
        return List.of();
    }

    private static List<X509Certificate> read(Path file) throws GeneralSecurityException {
        try {
            return Pem.certificates(Files.readString(file));
        } catch (IOException unreadable) {
            throw new GeneralSecurityException(file + " cannot be read", unreadable);
        }
    }

    private static PKIXBuilderParameters parameters(List<X509Certificate> roots, @Nullable String revokedPem)
            throws GeneralSecurityException {
        Set<TrustAnchor> anchors =
                roots.stream().map(root -> new TrustAnchor(root, null)).collect(Collectors.toSet());
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, new X509CertSelector());
        parameters.setRevocationEnabled(false);
        if (revokedPem != null) {
            List<X509CRL> lists = Pem.revoked(revokedPem);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(lists)));
            PKIXRevocationChecker checker =
                    (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
            // Nobody is asked over the network: what the manifest brings is what counts.
            checker.setOptions(
                    EnumSet.of(PKIXRevocationChecker.Option.PREFER_CRLS, PKIXRevocationChecker.Option.NO_FALLBACK));
            parameters.setRevocationEnabled(true);
            parameters.addCertPathChecker(checker);
        }
        return parameters;
    }
}
