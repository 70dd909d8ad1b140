package io.sluice.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.sluice.watcher.kubernetes.ClusterAccess;
import io.sluice.watcher.kubernetes.KubernetesSource;
import io.sluice.watcher.kubernetes.Patience;
import io.sluice.watcher.kubernetes.Scope;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which cluster is served, and how much of it. */
final class ClusterOptions {
    private static final String NAME = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
    private static final String LABEL = "([-a-z0-9.]{1,253}/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";
    private static final String VALUE = "([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?";
    private static final String TERM = "!?" + LABEL + "|" + LABEL + " *(=|==|!=) *" + VALUE + "|" + LABEL
            + " +(in|notin) +\\( *" + VALUE + "( *, *" + VALUE + ")* *\\)";
    private static final Pattern SELECTOR = Pattern.compile(" *(" + TERM + ") *(, *(" + TERM + ") *)*");

    @Option(
            names = "--kubeconfig",
            paramLabel = "FILE",
            description = "With --kubernetes: how to reach the cluster (default: as kubectl does; in a pod its service"
                    + " account).")
    private @Nullable Path kubeconfig;

    @Option(
            names = "--namespace",
            paramLabel = "NS",
            arity = "1..*",
            description = "With --kubernetes: read these alone, and what counts for them of the gateway's and the root"
                    + " namespace (default: all).")
    private List<String> namespaces = List.of();

    @Option(
            names = "--selector",
            paramLabel = "LABELS",
            description = "With --kubernetes: serve those VirtualServices and SeldonDeployments alone that have these"
                    + " labels, as kubectl reads them (team=a,tier!=test); all else counts as it does without"
                    + " (default: any).")
    private @Nullable String selector;

    @Option(
            names = "--without-policies",
            description = "With --kubernetes: serve although policies, or Secrets that Gateways name, may not be read;"
                    + " without this the router does not become ready then.")
    private boolean withoutPolicies;

    @Option(
            names = "--last-good",
            paramLabel = "FILE",
            description = "With --kubernetes: keep there what is in force (no Secrets), and begin with it if the API"
                    + " server is away at the start (default: wait for it).")
    private @Nullable Path lastGood;

    /** Fails if one of these stands there without a cluster to use it on. */
    void requireNone() {
        refuse("--kubeconfig", kubeconfig != null);
        refuse("--namespace", !namespaces.isEmpty());
        refuse("--selector", selector != null);
        refuse("--without-policies", withoutPolicies);
        refuse("--last-good", lastGood != null);
    }

    private static void refuse(String flag, boolean given) {
        if (given) {
            throw new BadUsage(flag + " says how a cluster is read: give it with --kubernetes, not with --manifests");
        }
    }

    /** Closed by its caller, or with the process. */
    KubernetesClient open() {
        return open(kubeconfig);
    }

    /** @param kubeconfig null = as kubectl finds it */
    static KubernetesClient open(@Nullable Path kubeconfig) {
        if (kubeconfig != null && !Files.isReadable(kubeconfig)) {
            throw new BadUsage("--kubeconfig " + kubeconfig + ": cannot be read");
        }
        String which = kubeconfig == null ? "the kubeconfig" : "--kubeconfig " + kubeconfig;
        try {
            return new ClusterAccess(kubeconfig).open();
        } catch (IllegalArgumentException malformed) {
            throw new BadUsage(which + ": " + malformed.getMessage());
        } catch (KubernetesClientException unusable) {
            throw new BadUsage(which + ": cannot be used (" + unusable.getMessage() + ")");
        }
    }

    Source source(KubernetesClient client, Settings settings) {
        for (String namespace : namespaces) {
            if (!namespace.matches(NAME)) {
                throw new BadUsage("--namespace " + namespace + ": is no name of a namespace");
            }
        }
        if (selector != null && !SELECTOR.matcher(selector).matches()) {
            throw new BadUsage("--selector " + selector
                    + ": is no selector of labels; write KEY=VALUE, KEY!=VALUE, KEY in (A,B), KEY or !KEY, with commas"
                    + " between them");
        }
        if (lastGood != null && !isInDirectory(lastGood)) {
            throw new BadUsage("--last-good " + lastGood + ": there is no such directory");
        }
        Scope scope = new Scope(
                namespaces,
                selector == null ? "" : selector,
                settings.gatewayNamespace(),
                settings.mesh().rootNamespace());
        return new KubernetesSource(client, scope, withoutPolicies, lastGood, Patience.DEFAULT);
    }

    private static boolean isInDirectory(Path file) {
        Path directory = file.toAbsolutePath().getParent();
        return directory != null && Files.isDirectory(directory);
    }
}
