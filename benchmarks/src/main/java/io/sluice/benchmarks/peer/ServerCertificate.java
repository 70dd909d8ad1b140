package io.sluice.benchmarks.peer;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/**
 * What every proxy shows its callers in scenarios with TLS: RSA of 2048 bits, as most gateways have it, and dear for who shows it,
 * cheap for who checks it. Made anew in each run.
 */
final class ServerCertificate {
    static final String CHAIN = "certificate.pem";
    static final String KEY = "key.pem";

    /** Both in one, as HAProxy wants them. */
    static final String BOTH = "certificate-and-key.pem";

    private final X509Bundle bundle;

    private ServerCertificate(X509Bundle bundle) {
        this.bundle = bundle;
    }

    /** @param directory where the files are written */
    static ServerCertificate make(Path directory) {
        try {
            X509Bundle bundle = new CertificateBuilder()
                    .subject("CN=127.0.0.1")
                    .rsa2048()
                    .addSanIpAddress("127.0.0.1")
                    .setIsCertificateAuthority(true)
                    .buildSelfSigned();
            Files.writeString(directory.resolve(CHAIN), bundle.getCertificatePEM());
            Files.writeString(directory.resolve(KEY), bundle.getPrivateKeyPEM());
            Files.writeString(directory.resolve(BOTH), bundle.getCertificatePEM() + bundle.getPrivateKeyPEM());
            return new ServerCertificate(bundle);
        } catch (Exception e) { // of the builder: any
            throw new IllegalStateException("cannot make a certificate", e);
        }
    }

    /** For clients that trust this certificate alone. */
    SSLContext trusting() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, bundle.toTrustManagerFactory().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
