package io.sluice.watcher.admission;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.table.HttpOptions.ClientCertificate;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.HttpOptions.ProxyHeaders;
import io.sluice.table.HttpOptions.Server;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.admission.http.RetriesReader;
import io.sluice.watcher.admission.telemetry.Sampling;
import io.sluice.watcher.admission.telemetry.TelemetryDefaultsReader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.locality.LocalityPreference;
import io.sluice.watcher.settings.MeshConfig;
import io.sluice.watcher.settings.TrustDomains;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads Istio's MeshConfig; each key that is not honoured is a problem, by its path (istio.md §5). */
public final class MeshConfigReader {
    private static final List<String> NOT_HONOURED = List.of(
            "ca",
            "caCertificates",
            "certificates",
            "configSources",
            "connectTimeout",
            "defaultDestinationRuleExportTo",
            "defaultServiceExportTo",
            "defaultVirtualServiceExportTo",
            "disableEnvoyListenerLog",
            "discoverySelectors",
            "dnsRefreshRate",
            "enableAutoMtls",
            "enableEnvoyAccessLogService",
            "enablePrometheusMerge",
            "h2UpgradePolicy",
            "hboneIdleTimeout",
            "inboundClusterStatName",
            "inboundTrafficPolicy",
            "ingressClass",
            "ingressControllerMode",
            "ingressSelector",
            "ingressService",
            "meshMTLS",
            "outboundClusterStatName",
            "outboundTrafficPolicy",
            "protocolDetectionTimeout",
            "proxyHttpPort",
            "proxyInboundListenPort",
            "proxyListenPort",
            "serviceScopeConfigs",
            "serviceSettings",
            "tcpKeepalive",
            "tlsDefaults",
            "verifyCertificateAtClient");

    private static final List<String> NOT_HONOURED_OF_PROXIES = List.of(
            "availabilityZone",
            "binaryPath",
            "caCertificatesPem",
            "concurrency",
            "configPath",
            "controlPlaneAuthPolicy",
            "customConfigFile",
            "discoveryAddress",
            "discoveryRefreshDelay",
            "drainDuration",
            "envoyAccessLogService",
            "envoyMetricsService",
            "envoyMetricsServiceAddress",
            "extraStatTags",
            "fileFlushInterval",
            "fileFlushMinSizeKb",
            "holdApplicationUntilProxyStarts",
            "image",
            "interceptionMode",
            "meshId",
            "parentShutdownDuration",
            "privateKeyProvider",
            "proxyAdminPort",
            "proxyBootstrapTemplatePath",
            "proxyMetadata",
            "proxyStatsMatcher",
            "readinessProbe",
            "runtimeValues",
            "sds",
            "serviceCluster",
            "statNameLength",
            "statsdUdpAddress",
            "statusPort",
            "terminationDrainDuration",
            "tracingServiceName",
            "zipkinAddress");

    private MeshConfigReader() {}

    /**
     * @param tree the whole of it
     * @param file where it stands
     * @throws Refusal for a value of the wrong type or form
     */
    public static MeshConfig read(JsonNode tree, String file, Consumer<Problem> problems) {
        try (Reader mesh = Reader.of(tree, "MeshConfig", file, problems)) {
            notHonoured(mesh, NOT_HONOURED);
            RetryPolicy retries = mesh.object("defaultHttpRetryPolicy", RetriesReader::read);
            LocalityPreference locality =
                    mesh.object("localityLbSetting", setting -> LocalityReader.read(setting, true));
            PathNormalization paths = mesh.object("pathNormalization", MeshConfigReader::paths);
            Proxies proxies = mesh.object("defaultConfig", Proxies::read);
            Proxies known = proxies == null ? Proxies.DEFAULT : proxies;
            TelemetryDefaultsReader told = TelemetryDefaultsReader.read(mesh, known.sampling());
            return new MeshConfig(
                    mesh.text("rootNamespace", MeshConfig.DEFAULT.rootNamespace()),
                    retries == null ? RetryPolicy.ISTIO_DEFAULT : retries,
                    locality == null ? LocalityPreference.DEFAULT : locality,
                    paths == null ? PathNormalization.BASE : paths,
                    known.topology().trusted(),
                    known.headers().added(),
                    known.headers().preservesCase(),
                    told.authorizers(),
                    told.accessLog(),
                    told.tracing(),
                    told.defaults(),
                    trustDomains(mesh));
        }
    }

    private static TrustDomains trustDomains(Reader mesh) {
        String own = mesh.text("trustDomain", "");
        TrustDomains domains =
                new TrustDomains(own.isEmpty() ? TrustDomains.DEFAULT.own() : own, mesh.texts("trustDomainAliases"));
        if (domains.all().anyMatch(domain -> domain.isEmpty() || domain.contains("/") || domain.contains("*"))) {
            throw mesh.invalid(
                    own.contains("/") || own.contains("*") ? "trustDomain" : "trustDomainAliases",
                    "a trust domain is a name, such as cluster.local");
        }
        return domains;
    }

    private static void notHonoured(Reader reader, List<String> keys) {
        keys.forEach(key -> notHonoured(reader, key, "it changes nothing here"));
    }

    private static void notHonoured(Reader reader, String key, String instead) {
        if (reader.has(key)) {
            reader.problem(Severity.WARNING, Code.NOT_SUPPORTED, key, "is not honoured by this router; " + instead);
        }
    }

    private static PathNormalization paths(Reader normalization) {
        String mode = normalization.text("normalization", "DEFAULT");
        return switch (mode) {
            case "NONE" -> PathNormalization.NONE;
            case "DEFAULT", "BASE" -> PathNormalization.BASE;
            case "MERGE_SLASHES" -> PathNormalization.MERGE_SLASHES;
            case "DECODE_AND_MERGE_SLASHES" -> PathNormalization.DECODE_AND_MERGE_SLASHES;
            default ->
                throw normalization.invalid(
                        "normalization",
                        "\"" + mode + "\" is none of NONE, BASE, MERGE_SLASHES, DECODE_AND_MERGE_SLASHES");
        };
    }

    /** {@code gatewayTopology}. */
    private record Topology(int trusted, ClientCertificate certificate) {
        static final Topology DEFAULT = new Topology(0, ClientCertificate.REPLACE);

        static Topology read(Reader topology) {
            notHonoured(topology, "proxyProtocol", "a PROXY line is a malformed request");
            int trusted = topology.integer("numTrustedProxies", 0);
            if (trusted < 0) {
                throw topology.invalid("numTrustedProxies", "must be 0 or more");
            }
            ClientCertificate certificate = readCertificate(topology, "forwardClientCertDetails");
            return new Topology(trusted, certificate == null ? ClientCertificate.REPLACE : certificate);
        }
    }

    /** {@code defaultConfig}. */
    private record Proxies(Topology topology, Headers headers, Sampling sampling) {
        static final Proxies DEFAULT =
                new Proxies(Topology.DEFAULT, Headers.of(Topology.DEFAULT.certificate()), Sampling.DEFAULT);

        static Proxies read(Reader proxies) {
            notHonoured(proxies, NOT_HONOURED_OF_PROXIES);
            Topology declared = proxies.object("gatewayTopology", Topology::read);
            Topology topology = declared == null ? Topology.DEFAULT : declared;
            Headers headers = proxies.object("proxyHeaders", read -> Headers.read(read, topology.certificate()));
            Sampling sampling = proxies.object("tracing", Sampling::read);
            return new Proxies(
                    topology,
                    headers == null ? Headers.of(topology.certificate()) : headers,
                    sampling == null ? Sampling.DEFAULT : sampling);
        }
    }

    /** {@code proxyHeaders}: what is added, and how names are spelled. */
    private record Headers(ProxyHeaders added, boolean preservesCase) {
        /** Where nothing is said. */
        static Headers of(ClientCertificate certificate) {
            ProxyHeaders own = ProxyHeaders.DEFAULT;
            return new Headers(new ProxyHeaders(own.server(), true, true, true, false, certificate), false);
        }

        static Headers read(Reader headers, ClientCertificate otherwise) {
            boolean preservesCase = headers.bool("preserveHttp1HeaderCase", false);
            return new Headers(readHeaders(headers, otherwise), preservesCase);
        }
    }

    private static ProxyHeaders readHeaders(Reader headers, ClientCertificate otherwise) {
        notHonoured(headers, "setCurrentClientCertDetails", "endpoints are told all but the chain");
        // Istio's own proxies tell each other who they are; this router tells nobody.
        headers.passOver("metadataExchangeHeaders");
        ClientCertificate certificate = readCertificate(headers, "forwardedClientCert");
        Server server = headers.object("server", MeshConfigReader::server);
        return new ProxyHeaders(
                server == null ? new Server.Own(null) : server,
                !disabled(headers, "requestId"),
                !disabled(headers, "attemptCount"),
                !disabled(headers, "envoyDebugHeaders"),
                Boolean.TRUE.equals(headers.object("xForwardedHost", host -> host.bool("enabled", false))),
                certificate == null ? otherwise : certificate);
    }

    private static Server server(Reader server) {
        String value = server.text("value", "");
        return server.bool("disabled", false)
                ? new Server.PassedThrough()
                : new Server.Own(value.isEmpty() ? null : value);
    }

    private static boolean disabled(Reader headers, String header) {
        return Boolean.TRUE.equals(headers.object(header, switched -> switched.bool("disabled", false)));
    }

    /** Null = nothing said. */
    private static @Nullable ClientCertificate readCertificate(Reader reader, String field) {
        String mode = reader.text(field, "UNDEFINED");
        return switch (mode) {
            case "UNDEFINED" -> null;
            case "SANITIZE" -> ClientCertificate.REMOVE;
            case "FORWARD_ONLY" -> ClientCertificate.PASS_WITH_CERTIFICATE;
            case "APPEND_FORWARD" -> ClientCertificate.APPEND;
            case "SANITIZE_SET" -> ClientCertificate.REPLACE;
            case "ALWAYS_FORWARD_ONLY" -> ClientCertificate.PASS;
            default -> throw reader.invalid(field, "\"" + mode + "\" is not known");
        };
    }
}
