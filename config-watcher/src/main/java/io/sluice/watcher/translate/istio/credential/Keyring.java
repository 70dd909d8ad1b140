package io.sluice.watcher.translate.istio.credential;

import io.sluice.table.tls.Certificate;
import io.sluice.table.tls.TrustedCa;
import io.sluice.watcher.certificate.BadPem;
import io.sluice.watcher.certificate.Certificates;
import io.sluice.watcher.certificate.FileTexts;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Secret;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.settings.Settings;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Secrets and files, and what is in them; who asks is told of what is not. */
public final class Keyring {
    private static final String EXTERNAL = "sds://";

    private final Map<ObjectId, Secret> secrets = new HashMap<>();
    private final Map<Files, FileTexts> files;
    private final Settings settings;
    private final Problems problems;

    public Keyring(List<Secret> secrets, Map<Files, FileTexts> files, Settings settings, Problems problems) {
        secrets.forEach(secret -> this.secrets.put(secret.meta().id(), secret));
        this.files = files;
        this.settings = settings;
        this.problems = problems;
    }

    // --- Secrets ---

    /** Of that name, in the gateway's namespace. */
    ObjectId id(String name) {
        return new ObjectId("Secret", settings.gatewayNamespace(), name);
    }

    @Nullable
    Secret find(ObjectId id) {
        return secrets.get(id);
    }

    /** Who is believed, where that stands apart from a Secret's certificate. */
    @Nullable
    Secret beside(ObjectId id) {
        return secrets.get(new ObjectId("Secret", id.namespace(), id.name() + "-cacert"));
    }

    /** Of the gateway's namespace. */
    Secret secret(String name, Meta meta, String field) throws Missing {
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

    Certificate certificate(Secret secret, Meta meta, String field) throws Missing {
        Certificate certificate = secret.certificate();
        if (certificate == null) {
            throw missing(meta, field, secret.meta().id() + " holds no tls.crt and tls.key, nor cert and key");
        }
        return certificate;
    }

    // --- files ---

    Certificate pair(Files named, Meta meta, String path, String field) throws Missing {
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

    TrustedCa authorities(Files named, Meta meta, String path) throws Missing {
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

    // --- the mesh's ---

    /** Whether this router was given a certificate of the mesh. */
    boolean hasMesh() {
        return !settings.meshCertificates().equals(Files.NONE);
    }

    /** @param who takes it, for people */
    MeshIdentity mesh(Meta meta, String field, String who) throws Missing {
        Files named = settings.meshCertificates();
        if (!hasMesh()) {
            problem(
                    Severity.ERROR,
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
        return new MeshIdentity(own, authorities(named, meta, field), domains);
    }

    // --- what is not there ---

    Missing missing(Meta meta, String field, String sentence) {
        problem(Severity.ERROR, Code.MISSING_SECRET, meta, field, sentence);
        return new Missing();
    }

    private void invalid(Meta meta, String field, String sentence) {
        problem(Severity.WARNING, Code.CERTIFICATE_NOT_VALID, meta, field, sentence);
    }

    void problem(Severity severity, Code code, Meta meta, String field, String sentence) {
        problems.add(new Problem(severity, code, meta.id().toString(), field, sentence, meta.file()));
    }
}
