package io.sluice.watcher.translate.istio.credential;

import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.TrustedCa;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule.ModelTls;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How destinations are spoken to. */
public final class ModelCredentials {
    private static final Meta ROUTER =
            new Meta(new ObjectId("Option", "", "--mesh-certs"), Instant.MIN, Map.of(), Map.of(), List.of(), "");

    private final Keyring keyring;
    private final boolean demands;

    /** @param demands whether pods may demand TLS of the mesh */
    public ModelCredentials(Keyring keyring, boolean demands) {
        this.keyring = keyring;
        this.demands = demands || keyring.hasMesh();
    }

    /** What a destination's endpoints may demand where no rule speaks: plaintext where nobody demands anything. */
    public UpstreamTls demanded(String sni, String namespace) {
        if (!demands) {
            return new UpstreamTls.Plaintext();
        }
        if (!keyring.hasMesh()) {
            return new UpstreamTls.AsDemanded(
                    new UpstreamTls.Unavailable("its pods demand TLS of the mesh, and --mesh-certs is not given"));
        }
        try {
            MeshIdentity mesh = keyring.mesh(ROUTER, "", "this router");
            return new UpstreamTls.AsDemanded(
                    new UpstreamTls.Mesh(mesh.own(), mesh.ca(), sni, mesh.workloads(namespace)));
        } catch (Missing told) {
            return new UpstreamTls.AsDemanded(
                    new UpstreamTls.Unavailable("its pods demand TLS of the mesh, and --mesh-certs cannot be used"));
        }
    }

    /**
     * What a rule says.
     *
     * @param demanded of a rule that says nothing: what its endpoints may demand
     * @param sni by which sidecars of the mesh know the destination
     * @param namespace of its pods
     */
    public UpstreamTls towards(@Nullable ModelTls tls, UpstreamTls demanded, String sni, String namespace) {
        if (tls == null) {
            return demanded;
        }
        if (tls.mode().equals("DISABLE")) {
            return new UpstreamTls.Plaintext();
        }
        try {
            return switch (tls.mode()) {
                case "SIMPLE" -> spoken(tls, null);
                case "MUTUAL" -> spoken(tls, own(tls));
                case "ISTIO_MUTUAL" -> {
                    MeshIdentity mesh = keyring.mesh(tls.rule(), tls.path() + ".mode", "ISTIO_MUTUAL");
                    yield new UpstreamTls.Mesh(
                            mesh.own(),
                            mesh.ca(),
                            tls.serverName().isEmpty() ? sni : tls.serverName(),
                            tls.subjectAltNames().isEmpty() ? mesh.workloads(namespace) : tls.subjectAltNames());
                }
                default -> unavailable(tls);
            };
        } catch (Missing told) {
            return new UpstreamTls.Unavailable("its certificates are missing");
        }
    }

    private UpstreamTls unavailable(ModelTls tls) {
        keyring.problem(
                Severity.ERROR,
                Code.NOT_SUPPORTED,
                tls.rule(),
                tls.path() + ".mode",
                tls.mode() + " is no mode of TLS; requests answer 503");
        return new UpstreamTls.Unavailable("TLS of mode " + tls.mode() + " is asked for");
    }

    private Certificate own(ModelTls tls) throws Missing {
        return tls.credentialName().isEmpty()
                ? keyring.pair(tls.files(), tls.rule(), tls.path(), "clientCertificate")
                : keyring.certificate(secret(tls), tls.rule(), tls.path() + ".credentialName");
    }

    private UpstreamTls spoken(ModelTls tls, @Nullable Certificate own) throws Missing {
        TrustedCa ca = authorities(tls);
        if (tls.verified()
                && !tls.serverName().isEmpty()
                && tls.subjectAltNames().isEmpty()) {
            keyring.problem(
                    Severity.NOTICE,
                    Code.CERTIFICATE_UNCHECKED,
                    tls.rule(),
                    tls.path() + ".sni",
                    "with sni and without subjectAltNames, a certificate of any name is taken if its authority is"
                            + " believed, as by Istio");
        }
        return new UpstreamTls.Tls(
                own, ca, tls.serverName().isEmpty() ? null : tls.serverName(), tls.subjectAltNames(), tls.verified());
    }

    private TrustedCa authorities(ModelTls tls) throws Missing {
        if (!tls.credentialName().isEmpty()) {
            Secret secret = secret(tls);
            Secret apart = keyring.beside(secret.meta().id());
            Secret holder = apart != null && apart.authorities() != null ? apart : secret;
            return new TrustedCa(holder.authorities(), holder.revoked());
        }
        return tls.files().authorities().isEmpty()
                ? new TrustedCa(null, null)
                : keyring.authorities(tls.files(), tls.rule(), tls.path());
    }

    /** Of the gateway's namespace, as at Istio's gateways; else of the rule's own, as beside Istio's sidecars. */
    private Secret secret(ModelTls tls) throws Missing {
        Secret own = keyring.find(new ObjectId("Secret", tls.rule().namespace(), tls.credentialName()));
        boolean ofGateway = keyring.find(keyring.id(tls.credentialName())) != null;
        return own != null && !ofGateway
                ? own
                : keyring.secret(tls.credentialName(), tls.rule(), tls.path() + ".credentialName");
    }
}
