package io.sluice.watcher.network;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.resource.AuthorizationPolicy;
import io.sluice.watcher.resource.Pod;
import io.sluice.watcher.resource.Policy;
import io.sluice.watcher.resource.RequestAuthentication;
import io.sluice.watcher.resource.SeldonDeployment;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.UnenforcedPolicy;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Writes, for each selector that a policy guards, who may reach its pods: this router, and Prometheus where figures are. */
public final class NetworkPolicies {
    /** Where Seldon's containers and executor show figures (seldon.md §5.6). */
    private static final List<Integer> METRICS = List.of(6000, 6001, 8000);

    private static final String METRICS_PORT = "prometheus.io/port";
    private static final int LONGEST_NAME = 63;

    private final Manifests manifests;
    private final Settings settings;

    /** The pods of one selector. */
    private record Guarded(String namespace, Map<String, String> labels) {}

    public NetworkPolicies(Manifests manifests, Settings settings) {
        this.manifests = manifests;
        this.settings = settings;
    }

    /** One a selector, in the order of policies. */
    public List<ObjectNode> write() {
        List<Guarded> guarded = manifests.of(Policy.class).stream()
                .filter(NetworkPolicies::isEnforced)
                .flatMap(this::guarded)
                .distinct()
                .toList();
        Set<String> names = new TreeSet<>();
        List<ObjectNode> written = new ArrayList<>();
        guarded.forEach(pods -> written.add(write(pods, names)));
        return written;
    }

    /** Whether somebody may be refused because of it. */
    private static boolean isEnforced(Policy policy) {
        return switch (policy) {
            case AuthorizationPolicy authorization -> authorization.enforced();
            case RequestAuthentication authentication -> !authentication.attached();
            case UnenforcedPolicy unenforced -> true;
        };
    }

    /** Of the root namespace it guards pods of every namespace that has models or Services. */
    private Stream<Guarded> guarded(Policy policy) {
        boolean root = policy.meta().namespace().equals(settings.mesh().rootNamespace());
        Stream<String> namespaces = root ? inhabited() : Stream.of(policy.meta().namespace());
        return namespaces
                .filter(namespace -> !namespace.equals(settings.gatewayNamespace()))
                .map(namespace -> new Guarded(namespace, policy.selector()))
                .filter(pods -> !root || pods.labels().isEmpty() || exists(pods));
    }

    private Stream<String> inhabited() {
        return Stream.concat(
                        manifests.of(Service.class).stream()
                                .map(service -> service.meta().namespace()),
                        manifests.of(SeldonDeployment.class).stream()
                                .map(deployment -> deployment.meta().namespace()))
                .distinct()
                .sorted();
    }

    private boolean exists(Guarded pods) {
        return manifests.of(Pod.class).stream().anyMatch(pod -> isOf(pod, pods));
    }

    private static boolean isOf(Pod pod, Guarded pods) {
        return pod.meta().namespace().equals(pods.namespace())
                && pod.meta().labels().entrySet().containsAll(pods.labels().entrySet());
    }

    private ObjectNode write(Guarded pods, Set<String> names) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        object.put("apiVersion", "networking.k8s.io/v1").put("kind", "NetworkPolicy");
        object.putObject("metadata").put("name", name(pods, names)).put("namespace", pods.namespace());
        ObjectNode spec = object.putObject("spec");
        labels(spec.putObject("podSelector"), pods.labels());
        spec.putArray("policyTypes").add("Ingress");
        ArrayNode ingress = spec.putArray("ingress");
        ObjectNode router = ingress.addObject().putArray("from").addObject();
        labels(router.putObject("namespaceSelector"), Map.of(Isolation.NAME, settings.gatewayNamespace()));
        labels(router.putObject("podSelector"), settings.gatewayLabels());
        ObjectNode scrape = ingress.addObject();
        ObjectNode prometheus = scrape.putArray("from").addObject();
        prometheus.putObject("namespaceSelector");
        labels(prometheus.putObject("podSelector"), Map.of("app.kubernetes.io/name", "prometheus"));
        ArrayNode ports = scrape.putArray("ports");
        metricsPorts(pods)
                .forEach(port -> ports.addObject().put("protocol", "TCP").put("port", port));
        return object;
    }

    private Set<Integer> metricsPorts(Guarded guarded) {
        Set<Integer> ports = new TreeSet<>(METRICS);
        for (Pod pod : manifests.of(Pod.class)) {
            String port = pod.meta().annotations().getOrDefault(METRICS_PORT, "");
            if (isOf(pod, guarded) && port.matches("[1-9][0-9]{0,4}") && Integer.parseInt(port) <= 65535) {
                ports.add(Integer.parseInt(port));
            }
        }
        return ports;
    }

    private static void labels(ObjectNode selector, Map<String, String> labels) {
        if (!labels.isEmpty()) {
            ObjectNode match = selector.putObject("matchLabels");
            new TreeMap<>(labels).forEach(match::put);
        }
    }

    /** Told by the labels' values; a number parts those that are alike. */
    private static String name(Guarded pods, Set<String> names) {
        String values = String.join("-", new TreeMap<>(pods.labels()).values()).toLowerCase(java.util.Locale.ROOT);
        String base = ("only-sluice" + (values.isEmpty() ? "" : "-" + values)).replaceAll("[^a-z0-9-]", "-");
        String cut =
                base.substring(0, Math.min(base.length(), LONGEST_NAME - 4)).replaceAll("-+$", "");
        String name = cut;
        for (int i = 2; !names.add(pods.namespace() + "/" + name); i++) {
            name = cut + "-" + i;
        }
        return name;
    }
}
