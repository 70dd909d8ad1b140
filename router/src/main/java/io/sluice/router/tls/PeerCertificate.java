package io.sluice.router.tls;

import io.sluice.router.http.ClientTls;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** A peer's certificate; of a client also as {@code x-forwarded-client-cert} tells it (Istio's gateways: SANITIZE_SET with all but the chain). */
final class PeerCertificate {
    private PeerCertificate() {}

    static ClientTls.Certificate of(SSLSession session) {
        X509Certificate peer = shownIn(session);
        try {
            return peer == null ? ClientTls.Certificate.NONE : of(peer);
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("a certificate that was verified cannot be read", unreadable);
        }
    }

    /** Its SPIFFE ID; empty = it has none, or nothing was shown. */
    static String principal(SSLSession session) {
        X509Certificate peer = shownIn(session);
        return peer == null ? "" : new ClientTls.Certificate(PeerNames.uris(peer), "").principal();
    }

    private static @Nullable X509Certificate shownIn(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate peer ? peer : null;
        } catch (SSLPeerUnverifiedException none) {
            return null;
        }
    }

    private static ClientTls.Certificate of(X509Certificate peer) throws GeneralSecurityException {
        byte[] encoded = peer.getEncoded();
        List<String> uris = PeerNames.uris(peer);
        StringBuilder text = new StringBuilder();
        text.append("Hash=")
                .append(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(encoded)));
        text.append(";Cert=\"").append(percentEncoded(pem(encoded))).append('"');
        text.append(";Subject=\"")
                .append(peer.getSubjectX500Principal()
                        .getName()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\""))
                .append('"');
        text.append(";URI=").append(String.join(",", uris.subList(0, Math.min(1, uris.size()))));
        PeerNames.dns(peer).forEach(name -> text.append(";DNS=").append(name));
        return new ClientTls.Certificate(uris, text.toString());
    }

    private static String pem(byte[] encoded) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
        return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
    }

    private static String percentEncoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.US_ASCII)) {
            char c = (char) b;
            if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-') {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return encoded.toString();
    }
}
