package io.sluice.watcher.admission;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.NetworkPolicy;
import io.sluice.watcher.resource.NetworkPolicy.Peer;
import io.sluice.watcher.resource.NetworkPolicy.PortRange;
import io.sluice.watcher.resource.NetworkPolicy.Requirement;
import io.sluice.watcher.resource.NetworkPolicy.Rule;
import io.sluice.watcher.resource.NetworkPolicy.Selector;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads of a NetworkPolicy who may reach pods; what these may reach is not asked here. */
final class NetworkPolicyReader {
    private static final Selector ALL = new Selector(Map.of(), List.of());
    private static final Set<String> OPERATORS = Set.of("In", "NotIn", "Exists", "DoesNotExist");

    private NetworkPolicyReader() {}

    static NetworkPolicy read(Meta meta, Reader spec) {
        List<String> types = spec.texts("policyTypes");
        spec.passOver("egress");
        return new NetworkPolicy(
                meta,
                selector(spec, "podSelector"),
                types.isEmpty() || types.contains("Ingress"),
                spec.objects(
                        "ingress",
                        rule -> new Rule(
                                rule.objects("from", NetworkPolicyReader::peer),
                                rule.objects("ports", NetworkPolicyReader::range))));
    }

    private static Peer peer(Reader peer) {
        if (peer.has("ipBlock")) {
            peer.passOver("ipBlock");
            return new Peer.Addresses();
        }
        return new Peer.Pods(
                peer.has("namespaceSelector"), selector(peer, "namespaceSelector"), selector(peer, "podSelector"));
    }

    private static PortRange range(Reader port) {
        port.passOver("protocol");
        String text = port.intOrText("port");
        Integer last = port.integer("endPort");
        if (text == null || !text.chars().allMatch(Character::isDigit)) {
            return PortRange.ANY;
        }
        int first = Integer.parseInt(text);
        return new PortRange(first, last == null ? first : last);
    }

    private static Selector selector(Reader of, String field) {
        Selector selector = of.object(
                field,
                labels -> new Selector(
                        labels.textMap("matchLabels"),
                        labels.objects("matchExpressions", NetworkPolicyReader::requirement)));
        return selector == null ? ALL : selector;
    }

    private static Requirement requirement(Reader requirement) {
        String operator = requirement.text("operator", "");
        if (!OPERATORS.contains(operator)) {
            throw requirement.invalid(
                    "operator",
                    "\"" + operator + "\" is none of "
                            + OPERATORS.stream().sorted().toList());
        }
        return new Requirement(requirement.requiredText("key"), operator, requirement.texts("values"));
    }
}
