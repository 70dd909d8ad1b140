package io.sluice.router;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.TrustedCa;
import java.math.BigInteger;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** A certificate authority of one test. */
final class Authority {
    private final X509Bundle root;

    Authority(String name) throws Exception {
        root = new CertificateBuilder()
                .subject("CN=" + name)
                .ecp256()
                .setIsCertificateAuthority(true)
                .setKeyUsage(
                        true,
                        CertificateBuilder.KeyUsage.digitalSignature,
                        CertificateBuilder.KeyUsage.keyCertSign,
                        CertificateBuilder.KeyUsage.cRLSign)
                .buildSelfSigned();
    }

    X509Bundle server(String... names) throws Exception {
        CertificateBuilder builder =
                new CertificateBuilder().subject("CN=" + names[0]).ecp256().addExtendedKeyUsageServerAuth();
        for (String name : names) {
            builder.addSanDnsName(name);
        }
        return builder.buildIssuedBy(root);
    }

    X509Bundle rsaServer(String name) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .rsa2048()
                .addSanDnsName(name)
                .buildIssuedBy(root);
    }

    X509Bundle client(String uri) throws Exception {
        return new CertificateBuilder()
                .subject("CN=client")
                .ecp256()
                .addExtendedKeyUsageClientAuth()
                .addSanUriName(uri)
                .addSanDnsName("client.example.com")
                .buildIssuedBy(root);
    }

    /** Of a workload of a mesh, who calls and is called. */
    X509Bundle workload(String uri) throws Exception {
        return new CertificateBuilder()
                .subject("CN=")
                .ecp256()
                .addExtendedKeyUsageClientAuth()
                .addExtendedKeyUsageServerAuth()
                .addSanUriName(uri)
                .buildIssuedBy(root);
    }

    String pem() {
        return root.getRootCertificatePEM();
    }

    TrustedCa trusted() {
        return new TrustedCa(pem(), null);
    }

    /** A list that names these. */
    @SuppressWarnings("JavaUtilDate") // the builder takes no other
    String revoking(X509Bundle... revoked) throws Exception {
        JcaX509v2CRLBuilder list = new JcaX509v2CRLBuilder(root.getCertificate(), new Date());
        list.setNextUpdate(new Date(System.currentTimeMillis() + 3_600_000));
        for (X509Bundle one : revoked) {
            BigInteger serial = one.getCertificate().getSerialNumber();
            list.addCRLEntry(serial, new Date(), CRLReason.keyCompromise);
        }
        byte[] encoded = list.build(new JcaContentSignerBuilder("SHA256withECDSA")
                        .build(root.getKeyPair().getPrivate()))
                .getEncoded();
        return "-----BEGIN X509 CRL-----\n" + Base64.getMimeEncoder().encodeToString(encoded)
                + "\n-----END X509 CRL-----\n";
    }

    static Certificate declared(X509Bundle bundle) {
        return new Certificate(bundle.getCertificatePathPEM(), bundle.getPrivateKeyPEM());
    }

    /** Of a client that believes this authority. */
    SSLContext caller(@Nullable X509Bundle own) throws GeneralSecurityException {
        return context(own, root.toTrustManagerFactory().getTrustManagers());
    }

    /** Of a server that shows this. */
    static SSLContext context(@Nullable X509Bundle own, TrustManager @Nullable [] trusted)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own == null ? null : new KeyManager[] {new Shown(own)}, trusted, null);
        return context;
    }

    /** Shows its certificate to whoever asks, whomever they say they believe. */
    private static final class Shown extends X509ExtendedKeyManager {
        private final X509Bundle own;

        Shown(X509Bundle own) {
            this.own = own;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return "own";
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[] {"own"};
        }

        @Override
        public @Nullable String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return own.getCertificate().getPublicKey().getAlgorithm().equals(type) ? "own" : null;
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return own.getCertificatePath();
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return own.getKeyPair().getPrivate();
        }
    }

    List<TrustManager> trustManagers() throws GeneralSecurityException {
        return List.of(root.toTrustManagerFactory().getTrustManagers());
    }
}
