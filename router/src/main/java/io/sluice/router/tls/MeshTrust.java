package io.sluice.router.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.X509ExtendedTrustManager;

/** A chain that is believed, of a workload that is one of those wanted: by its one URI (SPIFFE X.509-SVID §2), and by no other name. */
final class MeshTrust extends LimitedTrust {
    private static final String ANYTHING = "*";

    private final List<String> identities;

    /** @param identities {@code *} at the end stands for anything */
    MeshTrust(X509ExtendedTrustManager chains, List<String> identities) {
        super(chains, List.of(), List.of(), List.of());
        this.identities = List.copyOf(identities);
    }

    @Override
    void limit(X509Certificate[] chain) throws CertificateException {
        super.limit(chain);
        List<String> shown = PeerNames.uris(chain[0]);
        if (shown.size() != 1 || identities.stream().noneMatch(wanted -> is(wanted, shown.get(0)))) {
            throw new CertificateException("the workload's identity is none that is wanted");
        }
    }

    private static boolean is(String wanted, String shown) {
        return wanted.endsWith(ANYTHING)
                ? shown.startsWith(wanted.substring(0, wanted.length() - ANYTHING.length()))
                : shown.equals(wanted);
    }
}
