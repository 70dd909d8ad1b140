package io.sluice.watcher.translate.istio.credential;

import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.ListenerTls.ClientCertificates;
import io.sluice.table.tls.ListenerTls.Mode.Terminate;
import io.sluice.table.tls.TrustedCa;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Secret;
import io.sluice.watcher.resource.ServerTls;
import io.sluice.watcher.resource.ServerTls.Mode;
import java.util.ArrayList;
import java.util.List;

/** What the servers of Gateways show to clients, and ask of them. */
public final class ServerCredentials {
    private final Keyring keyring;

    public ServerCredentials(Keyring keyring) {
        this.keyring = keyring;
    }

    /**
     * How a server's handshakes end; without a certificate, nobody is taken.
     *
     * @param path of {@code tls} in the Gateway
     */
    public Terminate of(ServerTls tls, Meta gateway, String path) {
        try {
            if (tls.mode() == Mode.ISTIO_MUTUAL) {
                MeshIdentity mesh = keyring.mesh(gateway, path + ".mode", "ISTIO_MUTUAL");
                return new Terminate(
                        List.of(mesh.own()),
                        new ClientCertificates.Asked(
                                true, mesh.ca(), tls.subjectAltNames(), tls.spkiHashes(), tls.certificateHashes()),
                        tls.parameters());
            }
            return new Terminate(certificates(tls, gateway, path), clients(tls, gateway, path), tls.parameters());
        } catch (Missing told) {
            return new Terminate(List.of(), new ClientCertificates.NotAsked(), tls.parameters());
        }
    }

    private List<Certificate> certificates(ServerTls tls, Meta gateway, String path) throws Missing {
        if (tls.credentialNames().isEmpty()) {
            return List.of(keyring.pair(tls.files(), gateway, path, "serverCertificate"));
        }
        String field = path + ".credentialName";
        List<Certificate> certificates = new ArrayList<>();
        for (String name : tls.credentialNames()) {
            certificates.add(keyring.certificate(keyring.secret(name, gateway, field), gateway, field));
        }
        return certificates;
    }

    private ClientCertificates clients(ServerTls tls, Meta gateway, String path) throws Missing {
        if (tls.mode() == Mode.SIMPLE) {
            return new ClientCertificates.NotAsked();
        }
        return new ClientCertificates.Asked(
                tls.mode() == Mode.MUTUAL,
                authorities(tls, gateway, path),
                tls.subjectAltNames(),
                tls.spkiHashes(),
                tls.certificateHashes());
    }

    /** The one named for it, else {@code <name>-cacert}, else what stands beside the certificate. */
    private TrustedCa authorities(ServerTls tls, Meta gateway, String path) throws Missing {
        if (tls.credentialNames().isEmpty()) {
            return keyring.authorities(tls.files(), gateway, path);
        }
        String name = tls.credentialNames().get(0);
        String field = path + (tls.authoritiesCredential().isEmpty() ? ".credentialName" : ".caCertCredentialName");
        Secret apart = tls.authoritiesCredential().isEmpty()
                ? keyring.beside(keyring.id(name))
                : keyring.secret(tls.authoritiesCredential(), gateway, field);
        Secret holder = apart != null && apart.authorities() != null ? apart : keyring.secret(name, gateway, field);
        if (holder.authorities() == null) {
            throw keyring.missing(
                    gateway,
                    field,
                    holder.meta().id() + " holds no ca.crt or cacert, and there is no Secret " + name
                            + "-cacert: nobody could be believed");
        }
        return new TrustedCa(holder.authorities(), holder.revoked());
    }
}
