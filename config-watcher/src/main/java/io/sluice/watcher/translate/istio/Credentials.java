package io.sluice.watcher.translate.istio;

import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.ListenerTls.ClientCertificates;
import io.sluice.table.tls.ListenerTls.Mode.Terminate;
import io.sluice.table.tls.TrustedCa;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.certificate.BadPem;
import io.sluice.watcher.certificate.Certificates;
import io.sluice.watcher.certificate.FileTexts;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule.ModelTls;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Secret;
import io.sluice.watcher.resource.ServerTls;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.resource.ServerTls.Mode;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.istio.Gateways.Opened;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What Gateways and DestinationRules name of certificates, found in Secrets of the gateway's namespace or in files (istio.md §3.2).
 * What is not there is a problem, and keeps out of force what needs it: a server takes nobody, a destination answers 503.
 */
public final class Credentials {
    private static final String EXTERNAL = "sds://";

    private final Map<ObjectId, Secret> secrets = new HashMap<>();
    private final Map<Files, FileTexts> files;
    private final Settings settings;
    private final Problems problems;
    private final boolean demands;

    /** @param demands whether pods may demand TLS of the mesh */
    public Credentials(
            List<Secret> secrets, Map<Files, FileTexts> files, boolean demands, Settings settings, Problems problems) {
        this.demands = demands || !settings.meshCertificates().equals(Files.NONE);
        secrets.forEach(secret -> this.secrets.put(secret.meta().id(), secret));
        this.files = files;
        this.settings = settings;
        this.problems = problems;
    }

    /** Something is missing; the problem has been told. */
    private static final class Missing extends Exception {
        private static final long serialVersionUID = 1L;

        Missing() {
            super("told", null, false, false);
        }
    }

    // --- towards clients ---

    /** How a server's handshakes end; without a certificate, nobody is taken. */
    Terminate of(Opened opened) {
        ServerTls tls = opened.server().tls();
        Meta meta = opened.gateway().meta();
        String path = opened.server().path() + ".tls";
        if (tls == null) {
            throw new IllegalArgumentException(path + " speaks no TLS");
        }
        try {
            if (tls.mode() == Mode.ISTIO_MUTUAL) {
                Mesh mesh = mesh(meta, path + ".mode", "ISTIO_MUTUAL");
                return new Terminate(
                        List.of(mesh.own()),
                        new ClientCertificates.Asked(
                                true, mesh.ca(), tls.subjectAltNames(), tls.spkiHashes(), tls.certificateHashes()),
                        tls.parameters());
            }
            return new Terminate(certificates(tls, meta, path), clients(tls, meta, path), tls.parameters());
        } catch (Missing told) {
            return new Terminate(List.of(), new ClientCertificates.NotAsked(), tls.parameters());
        }
    }

    private List<Certificate> certificates(ServerTls tls, Meta meta, String path) throws Missing {
        if (tls.credentialNames().isEmpty()) {
            return List.of(pair(tls.files(), meta, path, "serverCertificate"));
        }
        List<Certificate> certificates = new ArrayList<>();
        for (String name : tls.credentialNames()) {
            Secret secret = secret(name, meta, path + ".credentialName");
            if (secret.certificate() == null) {
                throw missing(
                        meta,
                        path + ".credentialName",
                        secret.meta().id() + " holds no tls.crt and tls.key, nor cert and key");
            }
            certificates.add(secret.certificate());
        }
        return certificates;
    }

    private ClientCertificates clients(ServerTls tls, Meta meta, String path) throws Missing {
        if (tls.mode() == Mode.SIMPLE) {
            return new ClientCertificates.NotAsked();
        }
        return new ClientCertificates.Asked(
                tls.mode() == Mode.MUTUAL,
                authorities(tls, meta, path),
                tls.subjectAltNames(),
                tls.spkiHashes(),
                tls.certificateHashes());
    }

    /** The one named for it, else {@code <name>-cacert}, else what stands beside the certificate. */
    private TrustedCa authorities(ServerTls tls, Meta meta, String path) throws Missing {
        if (tls.credentialNames().isEmpty()) {
            return authorities(tls.files(), meta, path);
        }
        String name = tls.credentialNames().get(0);
        String field = path + (tls.authoritiesCredential().isEmpty() ? ".credentialName" : ".caCertCredentialName");
        Secret apart = tls.authoritiesCredential().isEmpty()
                ? secrets.get(id(name + "-cacert"))
                : secret(tls.authoritiesCredential(), meta, field);
        Secret holder = apart != null && apart.authorities() != null ? apart : secret(name, meta, field);
        if (holder.authorities() == null) {
            throw missing(
                    meta,
                    field,
                    holder.meta().id() + " holds no ca.crt or cacert, and there is no Secret " + name
                            + "-cacert: nobody could be believed");
        }
        return new TrustedCa(holder.authorities(), holder.revoked());
    }

    // --- towards models ---

    /**
     * How a destination is spoken to.
     *
     * @param demanded of a rule that says nothing: what its endpoints may demand
     * @param sni by which sidecars of the mesh know the destination
     * @param namespace of its pods
     */
    UpstreamTls towards(@Nullable ModelTls tls, UpstreamTls demanded, String sni, String namespace) {
        if (tls == null) {
            return demanded;
        }
        if (tls.mode().equals("DISABLE")) {
            return new UpstreamTls.Plaintext();
        }
        Meta rule = tls.rule();
        try {
            return switch (tls.mode()) {
                case "SIMPLE" -> spoken(tls, null, rule);
                case "MUTUAL" -> spoken(tls, own(tls, rule), rule);
                case "ISTIO_MUTUAL" -> {
                    Mesh mesh = mesh(rule, tls.path() + ".mode", "ISTIO_MUTUAL");
                    yield new UpstreamTls.Mesh(
                            mesh.own(),
                            mesh.ca(),
                            tls.serverName().isEmpty() ? sni : tls.serverName(),
                            tls.subjectAltNames().isEmpty() ? mesh.identities(namespace) : tls.subjectAltNames());
                }
                default -> unavailable(rule, tls, tls.mode() + " is no mode of TLS; requests answer 503");
            };
        } catch (Missing told) {
            return new UpstreamTls.Unavailable("its certificates are missing");
        }
    }

    private UpstreamTls unavailable(Meta rule, ModelTls tls, String sentence) {
        problem(Code.NOT_SUPPORTED, rule, tls.path() + ".mode", sentence);
        return new UpstreamTls.Unavailable("TLS of mode " + tls.mode() + " is asked for");
    }

    private Certificate own(ModelTls tls, Meta rule) throws Missing {
        if (tls.credentialName().isEmpty()) {
            return pair(tls.files(), rule, tls.path(), "clientCertificate");
        }
        Secret secret = modelSecret(tls.credentialName(), rule, tls.path());
        Certificate certificate = secret.certificate();
        if (certificate == null) {
            throw missing(
                    rule,
                    tls.path() + ".credentialName",
                    secret.meta().id() + " holds no tls.crt and tls.key, nor cert and key");
        }
        return certificate;
    }

    private UpstreamTls spoken(ModelTls tls, @Nullable Certificate own, Meta rule) throws Missing {
        TrustedCa ca = new TrustedCa(null, null);
        if (!tls.credentialName().isEmpty()) {
            Secret secret = modelSecret(tls.credentialName(), rule, tls.path());
            Secret apart = secrets.get(new ObjectId(
                    "Secret", secret.meta().namespace(), secret.meta().name() + "-cacert"));
            Secret holder = apart != null && apart.authorities() != null ? apart : secret;
            ca = new TrustedCa(holder.authorities(), holder.revoked());
        } else if (!tls.files().authorities().isEmpty()) {
            ca = authorities(tls.files(), rule, tls.path());
        }
        if (tls.verified()
                && !tls.serverName().isEmpty()
                && tls.subjectAltNames().isEmpty()) {
            problems.add(new Problem(
                    Severity.NOTICE,
                    Code.CERTIFICATE_UNCHECKED,
                    rule.id().toString(),
                    tls.path() + ".sni",
                    "with sni and without subjectAltNames, a certificate of any name is taken if its authority is"
                            + " believed, as by Istio",
                    rule.file()));
        }
        return new UpstreamTls.Tls(
                own, ca, tls.serverName().isEmpty() ? null : tls.serverName(), tls.subjectAltNames(), tls.verified());
    }

    /** Of the gateway's namespace, as at Istio's gateways; else of the rule's own, as beside Istio's sidecars. */
    private Secret modelSecret(String name, Meta rule, String path) throws Missing {
        Secret own = secrets.get(new ObjectId("Secret", rule.namespace(), name));
        Secret ofGateway = secrets.get(id(name));
        if (ofGateway == null && own != null) {
            return own;
        }
        return secret(name, rule, path + ".credentialName");
    }

    // --- in the mesh ---

    /** What a destination's endpoints may demand where no rule speaks: plaintext where nobody demands anything. */
    UpstreamTls demanded(String sni, String namespace) {
        if (!demands) {
            return new UpstreamTls.Plaintext();
        }
        if (settings.meshCertificates().equals(Files.NONE)) {
            return new UpstreamTls.AsDemanded(
                    new UpstreamTls.Unavailable("its pods demand TLS of the mesh, and --mesh-certs is not given"));
        }
        try {
            Mesh mesh = mesh(ROUTER, "", "this router");
            return new UpstreamTls.AsDemanded(
                    new UpstreamTls.Mesh(mesh.own(), mesh.ca(), sni, mesh.identities(namespace)));
        } catch (Missing told) {
            return new UpstreamTls.AsDemanded(
                    new UpstreamTls.Unavailable("its pods demand TLS of the mesh, and --mesh-certs cannot be used"));
        }
    }

    /** This router as a workload of the mesh. */
    private record Mesh(Certificate own, TrustedCa ca, List<String> trustDomains) {
        /** Every workload of a namespace. */
        List<String> identities(String namespace) {
            return trustDomains.stream()
                    .map(domain -> "spiffe://" + domain + "/ns/" + namespace + "/sa/*")
                    .toList();
        }
    }

    private static final Meta ROUTER =
            new Meta(new ObjectId("Option", "", "--mesh-certs"), Instant.MIN, Map.of(), Map.of(), List.of(), "");

    private Mesh mesh(Meta meta, String field, String who) throws Missing {
        Files named = settings.meshCertificates();
        if (named.equals(Files.NONE)) {
            problem(
                    Code.MISSING_MESH_CERTIFICATE,
                    meta,
                    field,
                    who + " takes a certificate of the mesh: give --mesh-certs DIR with cert-chain.pem, key.pem and"
                            + " root-cert.pem, as Istio writes them; until then nothing passes, least of all in"
                            + " plaintext");
            throw new Missing();
        }
        Certificate own = pair(named, meta, field, "cert-chain.pem");
        String identity = Certificates.uri(own);
        if (identity == null || !identity.matches("spiffe://[^/]+/.*")) {
            throw missing(meta, field, named.certificate() + " holds no identity of a mesh (spiffe://…)");
        }
        // Its certificate says what the mesh is called now; who has not got a new one yet is still of an alias.
        List<String> domains = Stream.concat(
                        Stream.of(identity.split("/", 4)[2]), settings.mesh().trustDomains().aliases().stream())
                .distinct()
                .toList();
        return new Mesh(own, authorities(named, meta, field), domains);
    }

    // --- where things are ---

    private ObjectId id(String name) {
        return new ObjectId("Secret", settings.gatewayNamespace(), name);
    }

    private Secret secret(String name, Meta meta, String field) throws Missing {
        Secret secret = secrets.get(id(name));
        if (secret == null) {
            throw missing(
                    meta,
                    field,
                    name.startsWith(EXTERNAL)
                            ? name + " is another provider's, which this router does not ask"
                            : id(name) + " is not there, or has never been in order");
        }
        return secret;
    }

    private Certificate pair(Files named, Meta meta, String path, String field) throws Missing {
        FileTexts texts = texts(named, meta, path + "." + field);
        String chain = read(named.certificate(), texts.certificate(), meta, path + "." + field);
        String key = read(named.key(), texts.key(), meta, path + ".privateKey");
        try {
            Certificate pair = Certificates.withKey(chain, key);
            String untimely = Certificates.untimely(pair, Instant.now());
            if (untimely != null) {
                invalid(
                        meta,
                        path + "." + field,
                        named.certificate() + " " + untimely + "; whoever sees it refuses it");
            }
            return pair;
        } catch (BadPem bad) {
            throw missing(
                    meta,
                    path + "." + field,
                    "of " + named.certificate() + " and " + named.key() + " one " + bad.sentence());
        }
    }

    private TrustedCa authorities(Files named, Meta meta, String path) throws Missing {
        FileTexts texts = texts(named, meta, path + ".caCertificates");
        String authorities = read(named.authorities(), texts.authorities(), meta, path + ".caCertificates");
        String revoked =
                named.revoked().isEmpty() ? null : read(named.revoked(), texts.revoked(), meta, path + ".caCrl");
        try {
            return new TrustedCa(
                    Certificates.authorities(authorities), revoked == null ? null : Certificates.revoked(revoked));
        } catch (BadPem bad) {
            throw missing(meta, path + ".caCertificates", named.authorities() + " " + bad.sentence());
        }
    }

    private FileTexts texts(Files named, Meta meta, String field) {
        FileTexts texts = files.getOrDefault(named, FileTexts.NONE);
        if (texts.fault() != null) {
            invalid(meta, field, texts.fault() + "; what they held before stays in force");
        }
        return texts;
    }

    private String read(String name, @Nullable String text, Meta meta, String field) throws Missing {
        if (text == null) {
            throw missing(meta, field, (name.isEmpty() ? "no file" : "file " + name) + " cannot be read");
        }
        return text;
    }

    private Missing missing(Meta meta, String field, String sentence) {
        problem(Code.MISSING_SECRET, meta, field, sentence);
        return new Missing();
    }

    private void invalid(Meta meta, String field, String sentence) {
        problems.add(new Problem(
                Severity.WARNING, Code.CERTIFICATE_NOT_VALID, meta.id().toString(), field, sentence, meta.file()));
    }

    private void problem(Code code, Meta meta, String field, String sentence) {
        problems.add(new Problem(Severity.ERROR, code, meta.id().toString(), field, sentence, meta.file()));
    }
}
