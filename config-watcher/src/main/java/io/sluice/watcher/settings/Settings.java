package io.sluice.watcher.settings;

import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.resource.locality.Locality;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * For whom manifests are translated.
 *
 * @param gatewayLabels labels of the gateway that this router stands for
 * @param gatewayNamespace namespace of that gateway
 * @param gatewayIdentity who that gateway is to pods: {@code td/ns/x/sa/y}
 * @param clusterDomain what follows {@code .svc} in a full name
 * @param operator the environment of Seldon's operator
 * @param seldonSource whose translation of a SeldonDeployment counts
 * @param mesh what the installation says to the whole mesh
 * @param meshCertificates files of this router's certificate of the mesh, and whom the mesh believes
 * @param cluster whether they are a cluster's own: then nothing is implied that is not there, and no address leads to this machine
 * @param ownAddresses that this machine or pod has; requests sent there would come back
 * @param fronts how in-cluster hosts get Services of their own; null = they get none
 * @param believedTrustDomain of pods that are who has their address ({@code --source-identity=pod-ip}); null = an address proves nothing
 */
public record Settings(
        Map<String, String> gatewayLabels,
        String gatewayNamespace,
        String gatewayIdentity,
        String clusterDomain,
        OperatorSettings operator,
        SeldonSource seldonSource,
        MeshConfig mesh,
        Files meshCertificates,
        boolean cluster,
        Set<IpAddress> ownAddresses,
        @Nullable FrontSettings fronts,
        @Nullable String believedTrustDomain) {
    public static final Settings DEFAULT = new Settings(
            Map.of("istio", "ingressgateway"),
            "istio-system",
            "cluster.local/ns/istio-system/sa/istio-ingressgateway-service-account",
            "cluster.local",
            OperatorSettings.CHART,
            SeldonSource.SLUICE,
            MeshConfig.DEFAULT,
            Files.NONE,
            false,
            Set.of(),
            null,
            null);

    public Settings {
        gatewayLabels = Map.copyOf(gatewayLabels);
        ownAddresses = Set.copyOf(ownAddresses);
    }

    public Settings withGatewayLabels(Map<String, String> labels) {
        return with(changed -> changed.gatewayLabels = labels);
    }

    public Settings withGatewayNamespace(String namespace) {
        return with(changed -> changed.gatewayNamespace = namespace);
    }

    public Settings withGatewayIdentity(String identity) {
        return with(changed -> changed.gatewayIdentity = identity);
    }

    public Settings withClusterDomain(String domain) {
        return with(changed -> changed.clusterDomain = domain);
    }

    public Settings withOperator(OperatorSettings environment) {
        return with(changed -> changed.operator = environment);
    }

    public Settings withSeldonSource(SeldonSource source) {
        return with(changed -> changed.seldonSource = source);
    }

    public Settings withMesh(MeshConfig mesh) {
        return with(changed -> changed.mesh = mesh);
    }

    /** The files in which Istio's agents write a workload's certificate; empty = none. */
    public Settings withMeshCertificates(String directory) {
        Files files = directory.isEmpty()
                ? Files.NONE
                : new Files(directory + "/cert-chain.pem", directory + "/key.pem", directory + "/root-cert.pem", "");
        return with(changed -> changed.meshCertificates = files);
    }

    /** For manifests that a cluster holds. */
    public Settings ofCluster() {
        return with(changed -> changed.cluster = true);
    }

    /** Of a router that others can reach at these. */
    public Settings at(Set<IpAddress> addresses) {
        return with(changed -> changed.ownAddresses = addresses);
    }

    /** With Services for in-cluster hosts that have none. */
    public Settings withFronts(FrontSettings written) {
        return with(changed -> changed.fronts = written);
    }

    /** Where policies take a pod's address for its identity. */
    public Settings withPodIdentities(String trustDomain) {
        return with(changed -> changed.believedTrustDomain = trustDomain);
    }

    /** Where this router stands, as the labels of its gateway say. */
    public Locality locality() {
        return Locality.of(gatewayLabels);
    }

    /** The full name of a Service. */
    public String fullName(String service, String namespace) {
        return service + "." + namespace + ".svc." + clusterDomain;
    }

    /**
     * A destination's or rule's host as its full name: one without a dot is a Service of {@code namespace}, if it is no IPv6
     * address.
     */
    public String resolve(String host, String namespace) {
        boolean name = host.indexOf('.') < 0 && host.indexOf(':') < 0 && !host.equals("*");
        return name ? fullName(host, namespace) : host;
    }

    private Settings with(Consumer<Changed> change) {
        Changed changed = new Changed(this);
        change.accept(changed);
        return changed.made();
    }

    /** The components while one of them is replaced. */
    private static final class Changed {
        private Map<String, String> gatewayLabels;
        private String gatewayNamespace;
        private String gatewayIdentity;
        private String clusterDomain;
        private OperatorSettings operator;
        private SeldonSource seldonSource;
        private MeshConfig mesh;
        private Files meshCertificates;
        private boolean cluster;
        private Set<IpAddress> ownAddresses;
        private @Nullable FrontSettings fronts;
        private @Nullable String believedTrustDomain;

        private Changed(Settings from) {
            gatewayLabels = from.gatewayLabels;
            gatewayNamespace = from.gatewayNamespace;
            gatewayIdentity = from.gatewayIdentity;
            clusterDomain = from.clusterDomain;
            operator = from.operator;
            seldonSource = from.seldonSource;
            mesh = from.mesh;
            meshCertificates = from.meshCertificates;
            cluster = from.cluster;
            ownAddresses = from.ownAddresses;
            fronts = from.fronts;
            believedTrustDomain = from.believedTrustDomain;
        }

        private Settings made() {
            return new Settings(
                    gatewayLabels,
                    gatewayNamespace,
                    gatewayIdentity,
                    clusterDomain,
                    operator,
                    seldonSource,
                    mesh,
                    meshCertificates,
                    cluster,
                    ownAddresses,
                    fronts,
                    believedTrustDomain);
        }
    }
}
