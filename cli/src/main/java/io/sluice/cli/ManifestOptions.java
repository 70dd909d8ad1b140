package io.sluice.cli;

import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.settings.MeshConfig;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.SeldonSource;
import io.sluice.watcher.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** For whom manifests are read: shared by the subcommands that read them. */
final class ManifestOptions {
    private static final String DEFAULT_IDENTITY =
            "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account";

    @Option(
            names = "--gateway-labels",
            paramLabel = "k=v,…",
            defaultValue = "istio=ingressgateway",
            description = "Labels of the gateway that this router stands for (default: ${DEFAULT-VALUE}).")
    private String gatewayLabels = "";

    @Option(
            names = "--gateway-namespace",
            paramLabel = "NS",
            defaultValue = "istio-system",
            description = "Namespace of that gateway (default: ${DEFAULT-VALUE}).")
    private String gatewayNamespace = "";

    @Option(
            names = "--gateway-identity",
            paramLabel = "ID",
            description = "Who that gateway is to policies of pods behind it (default: " + DEFAULT_IDENTITY
                    + ", in the trust domain of --mesh-config).")
    private @Nullable String gatewayIdentity;

    @Option(
            names = "--source-identity",
            paramLabel = "HOW",
            description =
                    "pod-ip: in the mesh, where callers show no certificate, policies take whoever has a pod's address"
                            + " for that pod (default: they know nobody there).")
    private @Nullable String sourceIdentity;

    @Option(
            names = "--cluster-domain",
            paramLabel = "DOMAIN",
            defaultValue = "cluster.local",
            description = "What follows .svc in a full name (default: ${DEFAULT-VALUE}).")
    private String clusterDomain = "";

    @Option(
            names = "--seldon-settings",
            paramLabel = "FILE",
            description =
                    "How Seldon's operator is set up: YAML with the keys istioGateway, istioTlsMode, controllerId, …"
                            + " (default: as its Helm chart does).")
    private @Nullable Path seldonSettings;

    @Option(
            names = "--seldon-source",
            paramLabel = "WHO",
            defaultValue = "sluice",
            description =
                    "sluice or operator: whose VirtualServices and DestinationRules count where a SeldonDeployment and"
                            + " the operator's objects for it are both there (default: ${DEFAULT-VALUE}).")
    private SeldonSource seldonSource = SeldonSource.SLUICE;

    @Option(
            names = "--mesh-config",
            paramLabel = "FILE",
            description = "Istio MeshConfig YAML: pathNormalization, defaultConfig.gatewayTopology and .proxyHeaders,"
                    + " defaultHttpRetryPolicy, rootNamespace, trustDomain, trustDomainAliases, extensionProviders"
                    + " (external authorizers).")
    private @Nullable Path meshConfig;

    @Option(
            names = "--mesh-certs",
            paramLabel = "DIR",
            description =
                    "cert-chain.pem, key.pem and root-cert.pem of a workload of the mesh, as Istio writes them, for"
                            + " pods that take nobody else (STRICT) and for ISTIO_MUTUAL; followed when they change.")
    private @Nullable Path meshCertificates;

    WatcherConfig config(List<Path> manifests) {
        return new WatcherConfig(existing(manifests), settings());
    }

    /** The same paths, if they are there. */
    static List<Path> existing(List<Path> manifests) {
        for (Path path : manifests) {
            if (!Files.exists(path)) {
                throw new BadUsage(path + ": no such file or directory");
            }
        }
        return manifests;
    }

    Settings settings() {
        if (meshCertificates != null && !Files.isDirectory(meshCertificates)) {
            throw new BadUsage("--mesh-certs " + meshCertificates + ": no such directory");
        }
        MeshConfig mesh = meshConfig == null ? MeshConfigFile.none() : MeshConfigFile.read(meshConfig);
        Settings settings = Settings.DEFAULT
                .withGatewayLabels(labels())
                .withGatewayNamespace(gatewayNamespace)
                .withGatewayIdentity(identity(mesh))
                .withClusterDomain(clusterDomain)
                .withOperator(seldonSettings == null ? OperatorSettings.CHART : SeldonSettingsFile.read(seldonSettings))
                .withSeldonSource(seldonSource)
                .withMeshCertificates(meshCertificates == null ? "" : meshCertificates.toString())
                .withMesh(mesh);
        return believing(settings, identity(mesh));
    }

    private Settings believing(Settings settings, String identity) {
        if (sourceIdentity == null) {
            return settings;
        }
        if (!sourceIdentity.equals("pod-ip")) {
            throw new BadUsage("--source-identity " + sourceIdentity + ": write pod-ip, or leave it out");
        }
        return settings.withPodIdentities(identity.substring(0, identity.indexOf('/')));
    }

    private String identity(MeshConfig mesh) {
        if (gatewayIdentity == null) {
            return mesh.trustDomains().own() + DEFAULT_IDENTITY.substring(DEFAULT_IDENTITY.indexOf('/'));
        }
        if (!gatewayIdentity.matches("[^/]+/ns/[^/]+/sa/[^/]+")) {
            throw new BadUsage("--gateway-identity " + gatewayIdentity
                    + ": write TRUST-DOMAIN/ns/NAMESPACE/sa/ACCOUNT, as policies do");
        }
        return gatewayIdentity;
    }

    private Map<String, String> labels() {
        Map<String, String> labels = new LinkedHashMap<>();
        for (String pair : gatewayLabels.split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new BadUsage("--gateway-labels " + gatewayLabels + ": write k=v, and commas between several");
            }
            labels.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return labels;
    }
}
