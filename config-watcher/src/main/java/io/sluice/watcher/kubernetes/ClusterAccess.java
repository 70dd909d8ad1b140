package io.sluice.watcher.kubernetes;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the API server is reached.
 *
 * @param kubeconfig null = as kubectl finds it: {@code KUBECONFIG}, {@code ~/.kube/config}, or in a pod its service account
 */
public record ClusterAccess(@Nullable Path kubeconfig) {
    static final Duration CONNECT = Duration.ofSeconds(5);
    static final Duration ANSWER = Duration.ofSeconds(10);

    /**
     * A client, which its caller closes.
     *
     * @throws IllegalArgumentException with what is wrong with the kubeconfig that is named
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the kubeconfig cannot be used
     */
    public KubernetesClient open() {
        if (kubeconfig != null) {
            KubeconfigFile.check(kubeconfig);
        }
        return new KubernetesClientBuilder()
                .withConfig(config())
                // Named, and not looked up: tests have another one on their class path.
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    private Config config() {
        Config found = kubeconfig == null ? Config.autoConfigure(null) : Config.fromKubeconfig(kubeconfig.toFile());
        return new ConfigBuilder(found)
                // Who asks knows best when to ask again; the client's own retries would hide that.
                .withRequestRetryBackoffLimit(0)
                // One connection a watch: one that has gone silent takes no other with it (docs/adr/0021).
                .withHttp2Disable(true)
                .withConnectionTimeout((int) CONNECT.toMillis())
                .withRequestTimeout((int) ANSWER.toMillis())
                .build();
    }
}
