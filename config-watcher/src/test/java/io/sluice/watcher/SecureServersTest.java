package io.sluice.watcher;

import static io.sluice.watcher.Yaml.codes;
import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import io.sluice.table.Listener;
import io.sluice.table.match.HostPattern;
import io.sluice.table.tls.ListenerTls;
import io.sluice.table.tls.ListenerTls.ClientCertificates.Asked;
import io.sluice.table.tls.ListenerTls.Mode.Terminate;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.translate.Translation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Gateways, DestinationRules and Secrets say of TLS, as the table says it; and what is told of what they lack. */
class SecureServersTest {
    private static X509Bundle one;
    private static X509Bundle other;
    private static X509Bundle rsa;

    @BeforeAll
    static void certificates() throws Exception {
        one = new CertificateBuilder()
                .subject("CN=one")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        other = new CertificateBuilder()
                .subject("CN=other")
                .ecp256()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        rsa = new CertificateBuilder()
                .subject("CN=rsa")
                .rsa2048()
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    // --- manifests ---

    private static String gateway(String servers) {
        return """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: edge, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers:
            """ + servers.indent(2);
    }

    private static String https(String port, String host, String tls) {
        return "- {port: {number: 443, name: " + port + ", protocol: HTTPS}, hosts: [" + host + "], tls: {" + tls
                + "}}\n";
    }

    /** As {@code kubectl create secret} writes it. */
    private static String secret(String name, String type, String... data) {
        StringBuilder secret = new StringBuilder("apiVersion: v1\nkind: Secret\nmetadata: {name: " + name
                + ", namespace: istio-system}\ntype: " + type + "\ndata:\n");
        for (int i = 0; i < data.length; i += 2) {
            secret.append("  ")
                    .append(data[i])
                    .append(": ")
                    .append(Base64.getEncoder().encodeToString(data[i + 1].getBytes(StandardCharsets.US_ASCII)))
                    .append('\n');
        }
        return secret.toString();
    }

    private static String secret(String name, X509Bundle bundle) {
        return secret(
                name,
                "kubernetes.io/tls",
                "tls.crt",
                bundle.getCertificatePathPEM(),
                "tls.key",
                bundle.getPrivateKeyPEM());
    }

    private static Terminate mode(Translation translation, int listener) {
        var tls = translation.table().listeners().get(listener).tls();
        assertThat(tls).isNotNull();
        return (Terminate) tls.mode();
    }

    private static List<String> errors(Translation translation) {
        return codes(translation.problems().stream()
                .filter(problem -> problem.severity() == io.sluice.watcher.problem.Severity.ERROR)
                .toList());
    }

    private static List<HostPattern> names(Listener listener) {
        ListenerTls tls = listener.tls();
        return tls == null ? List.of() : tls.serverNames();
    }

    // --- cases ---

    @Test
    void aServerIsAListenerOfItsOwn() {
        Translation translation = translate(
                secret("a", one),
                secret("b", rsa),
                gateway(https("https-a", "a.example.com", "mode: SIMPLE, credentialName: a")
                        + https("https-b", "ns/*.example.com", "mode: SIMPLE, credentialName: b")));
        List<Listener> listeners = translation.table().listeners();
        assertThat(listeners)
                .extracting(Listener::name)
                .containsExactly("gateway:8443:istio-system/edge:https-a", "gateway:8443:istio-system/edge:https-b");
        assertThat(listeners).allSatisfy(listener -> {
            assertThat(listener.port()).isEqualTo(8443);
            assertThat(listener.declaredPort()).isEqualTo(443);
        });
        assertThat(names(listeners.get(1))).containsExactly(HostPattern.of("*.example.com"));
        assertThat(mode(translation, 0).certificates()).hasSize(1);
        assertThat(errors(translation)).isEmpty();
    }

    @Test
    void everyFormOfSecretIsTaken() {
        String ca = other.getCertificatePEM();
        String mutual = "mode: MUTUAL, credentialName: s";
        for (List<String> secrets : List.of(
                List.of(secret(
                        "s",
                        "kubernetes.io/tls",
                        "tls.crt",
                        one.getCertificatePEM(),
                        "tls.key",
                        one.getPrivateKeyPEM(),
                        "ca.crt",
                        ca)),
                List.of(secret(
                        "s", "Opaque", "cert", one.getCertificatePEM(), "key", one.getPrivateKeyPEM(), "cacert", ca)),
                List.of(secret("s", one), secret("s-cacert", "Opaque", "cacert", ca)),
                List.of(secret("s", one), secret("s-cacert", "Opaque", "ca.crt", ca)))) {
            String[] documents = new String[secrets.size() + 1];
            secrets.toArray(documents);
            documents[secrets.size()] = gateway(https("https", "\"*\"", mutual));
            Translation translation = translate(documents);
            assertThat(errors(translation)).isEmpty();
            assertThat(mode(translation, 0).certificates()).hasSize(1);
            Asked asked = (Asked) mode(translation, 0).clients();
            assertThat(asked.required()).isTrue();
            assertThat(asked.ca().certificatesPem()).contains("BEGIN CERTIFICATE");
        }
    }

    @Test
    void severalCertificatesAndLimitsOfClientsAreTaken() {
        Translation translation = translate(
                secret("a", one),
                secret("b", rsa),
                secret("ca", "Opaque", "cacert", other.getCertificatePEM()),
                gateway(https(
                        "https",
                        "\"*\"",
                        "mode: OPTIONAL_MUTUAL, credentialNames: [a, b], caCertCredentialName: ca, subjectAltNames:"
                                + " [x], verifyCertificateSpki: [y], verifyCertificateHash: [z], minProtocolVersion:"
                                + " TLSV1_3, cipherSuites: [ECDHE-RSA-AES128-GCM-SHA256, fake]")));
        Terminate mode = mode(translation, 0);
        assertThat(mode.certificates()).hasSize(2);
        assertThat(mode.parameters().minimum()).isEqualTo("TLSv1.3");
        assertThat(mode.parameters().ciphers()).containsExactly("ECDHE-RSA-AES128-GCM-SHA256");
        Asked asked = (Asked) mode.clients();
        assertThat(asked.required()).isFalse();
        assertThat(asked.subjectAltNames()).containsExactly("x");
        assertThat(asked.spkiHashes()).containsExactly("y");
        assertThat(asked.certificateHashes()).containsExactly("z");
        assertThat(codes(translation.problems()))
                .contains("NOT_SUPPORTED Gateway istio-system/edge spec.servers[0].tls.cipherSuites");
    }

    /** As openssl wrote them before its third version, and still does when asked to. */
    @Test
    void keysMayBeOfTheirAlgorithmsOwnForm() throws Exception {
        for (X509Bundle bundle : List.of(one, rsa)) {
            byte[] own = PrivateKeyInfo.getInstance(
                            bundle.getKeyPair().getPrivate().getEncoded())
                    .parsePrivateKey()
                    .toASN1Primitive()
                    .getEncoded();
            String label = bundle == rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
            String key = "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
                    + "-----BEGIN " + label + "-----\n"
                    + Base64.getMimeEncoder().encodeToString(own) + "\n-----END "
                    + label + "-----\n";
            Translation translation = translate(
                    secret("s", "kubernetes.io/tls", "tls.crt", bundle.getCertificatePEM(), "tls.key", key),
                    gateway(https("https", "\"*\"", "mode: SIMPLE, credentialName: s")));
            assertThat(errors(translation)).as(label).isEmpty();
            assertThat(mode(translation, 0).certificates().get(0).keyPem()).startsWith("-----BEGIN PRIVATE KEY-----");
        }
    }

    @Test
    void whatIsWrongWithASecretIsToldAndNothingOfItIsQuoted() {
        String chain = one.getCertificatePEM();
        String key = one.getPrivateKeyPEM();
        List<List<String>> wrong = List.of(
                List.of(chain, other.getPrivateKeyPEM(), "data[tls.key]: is not the key of the certificate beside it"),
                List.of(chain, rsa.getPrivateKeyPEM(), "cannot be read as the key of the certificate beside it"),
                List.of(chain.substring(0, 300), key, "data[tls.crt]: is cut off: its last block has no end"),
                List.of(chain, key.substring(0, 120), "data[tls.key]: is cut off: its last block has no end"),
                List.of("", key, "data[tls.crt]: is missing"),
                List.of("SECRET-TEXT", key, "data[tls.crt]: holds no certificate"),
                List.of(chain, "SECRET-TEXT", "data[tls.key]: holds no private key"),
                List.of(
                        chain,
                        key.replace("PRIVATE", "ENCRYPTED PRIVATE"),
                        "data[tls.key]: is encrypted; a Secret holds it without a pass phrase"));
        for (List<String> row : wrong) {
            Translation translation = translate(
                    secret("bad", "kubernetes.io/tls", "tls.crt", row.get(0), "tls.key", row.get(1)),
                    secret("good", one),
                    gateway(https("bad", "bad.example.com", "mode: SIMPLE, credentialName: bad")
                            + https("good", "good.example.com", "mode: SIMPLE, credentialName: good")));
            List<String> told =
                    translation.problems().stream().map(Problem::toString).toList();
            assertThat(told).anySatisfy(problem -> assertThat(problem).contains(row.get(2)));
            assertThat(told).noneSatisfy(problem -> assertThat(problem).containsAnyOf("SECRET-TEXT", "MII", "MIG"));
            assertThat(mode(translation, 0).certificates()).isEmpty();
            assertThat(mode(translation, 1).certificates()).hasSize(1);
        }
    }

    @Test
    void aSecretThatIsMissingClosesItsServerAlone() {
        Translation translation = translate(
                secret("good", one),
                gateway(https("bad", "bad.example.com", "mode: SIMPLE, credentialName: none")
                        + https("mutual", "m.example.com", "mode: MUTUAL, credentialName: good")
                        + https("mesh", "mesh.example.com", "mode: ISTIO_MUTUAL")
                        + https("good", "good.example.com", "mode: SIMPLE, credentialName: good")));
        assertThat(errors(translation))
                .containsExactlyInAnyOrder(
                        "MISSING_SECRET Gateway istio-system/edge spec.servers[0].tls.credentialName",
                        "MISSING_SECRET Gateway istio-system/edge spec.servers[1].tls.credentialName",
                        "MISSING_MESH_CERTIFICATE Gateway istio-system/edge spec.servers[2].tls.mode");
        for (int i = 0; i < 3; i++) {
            assertThat(mode(translation, i).certificates()).isEmpty();
        }
        assertThat(mode(translation, 3).certificates()).hasSize(1);
    }

    @Test
    void aNameThatTwoServersHaveIsTheOlders() {
        Translation translation = translate(
                secret("a", one),
                gateway(https("first", "a.example.com", "mode: SIMPLE, credentialName: a")
                        + https("second", "a.example.com, b.example.com", "mode: SIMPLE, credentialName: a")));
        assertThat(names(translation.table().listeners().get(1))).containsExactly(HostPattern.of("b.example.com"));
        assertThat(errors(translation))
                .containsExactly("LISTENER_NOT_OPENED Gateway istio-system/edge spec.servers[1]");
    }

    @Test
    void aPortIsOfOneNature() {
        Translation translation = translate(
                secret("a", one),
                gateway("- {port: {number: 8443, name: http, protocol: HTTP}, hosts: [\"*\"]}\n"
                        + https("https", "a.example.com", "mode: SIMPLE, credentialName: a")
                                .replace("443", "8443")));
        assertThat(translation.table().listeners()).hasSize(1);
        assertThat(errors(translation))
                .containsExactly("LISTENER_NOT_OPENED Gateway istio-system/edge spec.servers[1]");
    }

    @Test
    void anExpiredCertificateIsShownAndTold() throws Exception {
        X509Bundle old = new CertificateBuilder()
                .subject("CN=old")
                .ecp256()
                .notBefore(Instant.parse("2020-01-01T00:00:00Z"))
                .notAfter(Instant.parse("2020-02-01T00:00:00Z"))
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Translation translation =
                translate(secret("s", old), gateway(https("https", "\"*\"", "mode: SIMPLE, credentialName: s")));
        assertThat(codes(translation.problems())).contains("CERTIFICATE_NOT_VALID Secret istio-system/s data.tls.crt");
        assertThat(mode(translation, 0).certificates()).hasSize(1);
    }

    @Test
    void certificatesMayBeFiles(@TempDir Path directory) throws Exception {
        Path chain = Files.writeString(directory.resolve("chain.pem"), one.getCertificatePEM());
        Path key = Files.writeString(directory.resolve("key.pem"), one.getPrivateKeyPEM());
        Path clients = Files.writeString(directory.resolve("clients.pem"), other.getCertificatePEM());
        String tls =
                "mode: MUTUAL, serverCertificate: " + chain + ", privateKey: " + key + ", caCertificates: " + clients;
        Translation translation = translate(gateway(https("https", "\"*\"", tls)));
        assertThat(errors(translation)).isEmpty();
        assertThat(mode(translation, 0).certificates()).hasSize(1);
        Files.delete(key);
        assertThat(errors(translate(gateway(https("https", "\"*\"", tls)))))
                .containsExactly("MISSING_SECRET Gateway istio-system/edge spec.servers[0].tls.privateKey");
    }

    @Test
    void noTextOfTheTableShowsAKey() {
        Translation translation =
                translate(secret("s", one), gateway(https("https", "\"*\"", "mode: SIMPLE, credentialName: s")));
        String key = mode(translation, 0).certificates().get(0).keyPem();
        assertThat(translation.table().toString())
                .doesNotContain(key.lines().toList().get(1));
    }

    // --- towards models ---

    private static UpstreamTls towards(String tls, String... more) {
        String rule =
                "apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: r, namespace: ns}\nspec:"
                        + " {host: model, trafficPolicy: {tls: {" + tls + "}}}\n";
        String routes = Yaml.virtualService("vs", "2026-01-01T00:00:00Z", """
            hosts: ["*"]
            gateways: [istio-system/edge]
            http:
            - route: [{destination: {host: model, port: {number: 8000}}}]
            """);
        Translation translation = translate(Yaml.MODEL + Yaml.GATEWAY, rule, routes, String.join("\n---\n", more));
        return translation.table().clusters().values().iterator().next().tls();
    }

    @Test
    void modelsAreSpokenToAsTheRuleSays() {
        assertThat(towards("mode: DISABLE")).isEqualTo(new UpstreamTls.Plaintext());
        assertThat(towards("")).isEqualTo(new UpstreamTls.Plaintext());
        UpstreamTls.Tls simple = (UpstreamTls.Tls) towards("mode: SIMPLE, sni: a, subjectAltNames: [b]");
        assertThat(simple.own()).isNull();
        assertThat(simple.serverName()).isEqualTo("a");
        assertThat(simple.subjectAltNames()).containsExactly("b");
        assertThat(simple.ca().certificatesPem()).isNull();
        assertThat(((UpstreamTls.Tls) towards("mode: SIMPLE, insecureSkipVerify: true")).verify())
                .isFalse();
        UpstreamTls.Tls mutual = (UpstreamTls.Tls) towards(
                "mode: MUTUAL, credentialName: s",
                secret("s", one),
                secret("s-cacert", "Opaque", "cacert", other.getCertificatePEM()));
        assertThat(mutual.own()).isNotNull();
        assertThat(mutual.ca().certificatesPem()).isNotNull();
        assertThat(towards("mode: ISTIO_MUTUAL")).isInstanceOf(UpstreamTls.Unavailable.class);
        assertThat(towards("mode: MUTUAL, credentialName: none")).isInstanceOf(UpstreamTls.Unavailable.class);
    }
}
