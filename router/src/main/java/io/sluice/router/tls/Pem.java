package io.sluice.router.tls;

import io.sluice.table.tls.Certificate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/** What the table writes as text: certificates, lists of revoked ones, and keys in the form of PKCS #8. */
final class Pem {
    private static final char[] NO_PASSWORD = {};

    private Pem() {}

    static List<X509Certificate> certificates(String pem) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(bytes(pem)).stream()
                .map(X509Certificate.class::cast)
                .toList();
    }

    static List<X509CRL> revoked(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509").generateCRLs(bytes(pem)).stream()
                .map(X509CRL.class::cast)
                .toList();
    }

    private static ByteArrayInputStream bytes(String pem) {
        return new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII));
    }

    /** Of several certificates the handshake takes one whose key the peer can use. */
    static KeyManagerFactory keys(List<Certificate> certificates) throws GeneralSecurityException {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (int i = 0; i < certificates.size(); i++) {
                List<X509Certificate> chain = certificates(certificates.get(i).chainPem());
                PrivateKey key = key(
                        certificates.get(i).keyPem(),
                        chain.get(0).getPublicKey().getAlgorithm());
                store.setKeyEntry("key" + i, key, NO_PASSWORD, chain.toArray(X509Certificate[]::new));
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, NO_PASSWORD);
            return keys;
        } catch (IOException unreadable) {
            throw new GeneralSecurityException(unreadable);
        }
    }

    private static PrivateKey key(String pem, String algorithm) throws GeneralSecurityException {
        String body = pem.replaceAll("-----[A-Z ]+-----", "");
        byte[] encoded = Base64.getMimeDecoder().decode(body);
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
