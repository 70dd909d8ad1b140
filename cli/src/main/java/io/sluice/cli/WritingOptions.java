package io.sluice.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.write.ClusterWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is written into the cluster that is served. */
final class WritingOptions {
    private static final Pattern SERVICE =
            Pattern.compile("([a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)/([a-z]([-a-z0-9]{0,61}[a-z0-9])?)");
    private static final Pattern PORTS = Pattern.compile("([0-9]{1,5})-([0-9]{1,5})");

    @Option(
            names = "--router-service",
            paramLabel = "NS/NAME",
            description =
                    "With --kubernetes: the Service that selects this router's pods. Mesh hosts of namespaces labelled"
                        + " sluice.io/front-services=enabled that have no Service get one that leads to those pods;"
                        + " Events say what became of manifests; the replica that holds the Lease of this name writes"
                        + " them (default: nothing is written).")
    private @Nullable String routerService;

    @Option(
            names = "--router-ports",
            paramLabel = "FIRST-LAST",
            description =
                    "Ports of this router for those Services, one for each of their ports (default: 20000-29999).")
    private @Nullable String routerPorts;

    /** Fails if one of these stands there without a cluster to write into. */
    void requireNone() {
        String given = routerService != null ? "--router-service" : routerPorts != null ? "--router-ports" : "";
        if (!given.isEmpty()) {
            throw new BadUsage(given + " says what is written into a cluster: give it with --kubernetes");
        }
    }

    Settings settle(Settings settings) {
        FrontSettings fronts = fronts();
        return fronts == null ? settings : settings.withFronts(fronts);
    }

    private @Nullable FrontSettings fronts() {
        if (routerService == null) {
            if (routerPorts != null) {
                throw new BadUsage("--router-ports " + routerPorts + ": of which Service? Give --router-service, too");
            }
            return null;
        }
        Matcher service = SERVICE.matcher(routerService);
        if (!service.matches()) {
            throw new BadUsage("--router-service " + routerService + ": write NAMESPACE/NAME of this router's Service");
        }
        return routerPorts == null
                ? new FrontSettings(service.group(1), service.group(3))
                : withPorts(service.group(1), service.group(3), routerPorts);
    }

    private static FrontSettings withPorts(String namespace, String name, String range) {
        Matcher ports = PORTS.matcher(range);
        if (ports.matches()) {
            try {
                return new FrontSettings(
                        namespace, name, Integer.parseInt(ports.group(1)), Integer.parseInt(ports.group(2)));
            } catch (IllegalArgumentException outside) {
                // The sentence below says it.
            }
        }
        throw new BadUsage(
                "--router-ports " + range + ": write FIRST-LAST, two ports of 1 to 65535 in ascending order");
    }

    /** Null if nothing is to be written. */
    @Nullable
    ClusterWriter start(KubernetesClient client, Settings settings) {
        FrontSettings fronts = settings.fronts();
        return fronts == null ? null : ClusterWriter.start(client, fronts, identity());
    }

    /** A pod's host name is its own name. */
    private static String identity() {
        String pod = System.getenv("POD_NAME");
        if (pod != null && !pod.isEmpty()) {
            return pod;
        }
        try {
            return InetAddress.getLocalHost().getHostName() + "-"
                    + ProcessHandle.current().pid();
        } catch (UnknownHostException nameless) {
            return "router-" + ProcessHandle.current().pid();
        }
    }
}
