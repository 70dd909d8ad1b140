package io.sluice.router.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * A chain that is believed, of a certificate that the manifest asks for besides: one of these names, and one of these hashes, of
 * either kind (istio.md §3.2).
 */
class LimitedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager chains;
    private final Set<String> names;
    private final Set<String> spkiHashes;
    private final Set<String> certificateHashes;

    LimitedTrust(
            X509ExtendedTrustManager chains,
            List<String> names,
            List<String> spkiHashes,
            List<String> certificateHashes) {
        this.chains = chains;
        this.names = Set.copyOf(names);
        this.spkiHashes = Set.copyOf(spkiHashes);
        this.certificateHashes = certificateHashes.stream()
                .map(hash -> hash.replace(":", "").toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    void limit(X509Certificate[] chain) throws CertificateException {
        X509Certificate peer = chain[0];
        // PKIX asks nothing of one that is believed for itself.
        peer.checkValidity();
        if (!names.isEmpty() && PeerNames.all(peer).stream().noneMatch(names::contains)) {
            throw new CertificateException("none of the certificate's names is wanted");
        }
        if ((!spkiHashes.isEmpty() || !certificateHashes.isEmpty()) && !hasHash(peer)) {
            throw new CertificateException("the certificate has none of the wanted hashes");
        }
    }

    private boolean hasHash(X509Certificate peer) throws CertificateException {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] spki = sha256.digest(peer.getPublicKey().getEncoded());
            return spkiHashes.contains(Base64.getEncoder().encodeToString(spki))
                    || certificateHashes.contains(HexFormat.of().formatHex(sha256.digest(peer.getEncoded())));
        } catch (GeneralSecurityException unreadable) {
            throw new CertificateException(unreadable);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        chains.checkClientTrusted(chain, type);
        limit(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        chains.checkClientTrusted(chain, type, socket);
        limit(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        chains.checkClientTrusted(chain, type, engine);
        limit(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        chains.checkServerTrusted(chain, type);
        limit(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        chains.checkServerTrusted(chain, type, socket);
        limit(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        chains.checkServerTrusted(chain, type, engine);
        limit(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
