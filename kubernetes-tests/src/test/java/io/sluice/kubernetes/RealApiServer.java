package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.watcher.kubernetes.ClusterAccess;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** kube-apiserver with its etcd and the controllers, as {@code api-server/build} has left them; RBAC decides who may what. */
final class RealApiServer implements AutoCloseable {
    private static final Path BINARIES = Path.of("api-server", "target");
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Path directory;
    private final Deque<Process> processes = new ArrayDeque<>();
    private final String url;
    final KubernetesClient admin;

    RealApiServer(Path directory) throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(BINARIES.resolve("kube-apiserver")),
                "no API server here; kubernetes-tests/api-server/build makes one");
        this.directory = directory;
        String etcd = "http://127.0.0.1:" + RouterProcess.freePort();
        String peers = "http://127.0.0.1:" + RouterProcess.freePort();
        start(
                "etcd",
                "--data-dir=" + directory.resolve("data"),
                "--listen-client-urls=" + etcd,
                "--advertise-client-urls=" + etcd,
                "--listen-peer-urls=" + peers,
                "--initial-advertise-peer-urls=" + peers,
                "--initial-cluster=default=" + peers,
                "--unsafe-no-fsync");
        int port = RouterProcess.freePort();
        url = "https://127.0.0.1:" + port;
        Path key = key();
        start(
                "kube-apiserver",
                "--etcd-servers=" + etcd,
                "--bind-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + directory,
                "--service-cluster-ip-range=10.96.0.0/16",
                "--authorization-mode=RBAC",
                "--token-auth-file=" + tokens(),
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + key,
                "--service-account-signing-key-file=" + key,
                "--disable-admission-plugins=ServiceAccount",
                "--endpoint-reconciler-type=none");
        await("kube-apiserver.log", directory.resolve("apiserver.crt"));
        admin = new ClusterAccess(kubeconfig("admin")).open();
        long begin = System.nanoTime();
        while (!ready()) {
            assertThat(System.nanoTime() - begin).as(log("kube-apiserver")).isLessThan(START_NANOS);
            Thread.sleep(100);
        }
        start(
                "kube-controller-manager",
                "--kubeconfig=" + kubeconfig("admin"),
                "--controllers=garbage-collector-controller,namespace-controller,endpointslice-controller",
                "--leader-elect=false",
                "--secure-port=0");
    }

    private void start(String program, String... flags) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(BINARIES.resolve(program).toAbsolutePath().toString());
        command.addAll(List.of(flags));
        processes.push(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(program + ".log").toFile())
                .start());
    }

    private void await(String what, Path file) throws InterruptedException {
        long begin = System.nanoTime();
        while (!Files.exists(file)) {
            assertThat(System.nanoTime() - begin).as(what).isLessThan(START_NANOS);
            Thread.sleep(20);
        }
    }

    private boolean ready() {
        try {
            return "ok".equals(admin.raw("/readyz"));
        } catch (RuntimeException notYet) {
            return false;
        }
    }

    /** Who is who; a ServiceAccount is known by its name, whoever has issued its token. */
    private Path tokens() throws IOException {
        return Files.writeString(directory.resolve("tokens.csv"), """
            admin,admin,1,system:masters
            router,system:serviceaccount:istio-system:sluice-router,2,"system:serviceaccounts,system:authenticated"
            fronts,system:serviceaccount:istio-system:sluice-fronts,3,"system:serviceaccounts,system:authenticated"
            little,little,4,system:authenticated
            """);
    }

    private Path key() throws IOException, NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        String encoded = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(generator.generateKeyPair().getPrivate().getEncoded());
        return Files.writeString(
                directory.resolve("accounts.key"),
                "-----BEGIN PRIVATE KEY-----\n" + encoded + "\n-----END PRIVATE KEY-----\n");
    }

    /** @param who a token of {@link #tokens} */
    Path kubeconfig(String who) throws IOException {
        return Files.writeString(
                directory.resolve("kubeconfig-" + who), """
                    apiVersion: v1
                    kind: Config
                    clusters: [{name: test, cluster: {server: "%s", certificate-authority: "%s"}}]
                    users: [{name: test, user: {token: %s}}]
                    contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
                    current-context: test
                    """.formatted(url, directory.resolve("apiserver.crt"), who));
    }

    String log(String program) throws IOException {
        return Files.readString(directory.resolve(program + ".log"));
    }

    /** As {@code kubectl apply --server-side}. */
    void apply(String yaml) {
        admin.load(new ByteArrayInputStream(yaml.getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }

    @Override
    public void close() throws InterruptedException {
        if (admin != null) {
            admin.close();
        }
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
