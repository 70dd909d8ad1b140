package io.sluice.watcher.translate.istio;

import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which rule applies to a host, for whom (istio.md §2.1). Indexed once: a lookup does not depend on how many rules there are. */
public final class DestinationRules {
    private static final HostRules NONE = new HostRules();

    private final String root;

    /** All rules of a namespace, as its own clients see them. */
    private final Map<String, HostRules> own = new HashMap<>();

    /** Those that others may see. */
    private final Map<String, HostRules> exported = new HashMap<>();

    /** Those of the root namespace that are for itself alone. */
    private final HostRules privateOfRoot = new HostRules();

    /** @param rules oldest first */
    public DestinationRules(List<DestinationRule> rules, Settings settings) {
        root = settings.mesh().rootNamespace();
        List<DestinationRule> sorted = new ArrayList<>(rules);
        // Those that select callers first; among equals the order stands.
        sorted.sort((a, b) -> Boolean.compare(a.workloadSelector() == null, b.workloadSelector() == null));
        for (DestinationRule rule : sorted) {
            String namespace = rule.meta().namespace();
            String host = settings.resolve(rule.host(), namespace);
            MergedRule merged = MergedRule.of(rule);
            own.computeIfAbsent(namespace, absent -> new HostRules()).add(host, merged);
            if (!merged.exportTo().equals(Set.of(".")) && !merged.exportTo().equals(Set.of(namespace))) {
                exported.computeIfAbsent(namespace, absent -> new HostRules()).add(host, merged);
            } else if (namespace.equals(root)) {
                privateOfRoot.add(host, merged);
            }
        }
    }

    /**
     * The rule for a host: of the client's namespace, else of the service's, else of the root namespace; never merged across.
     * A client of the root namespace has only its private rules before those of the service.
     */
    MergedRule of(String host, Client client, String serviceNamespace) {
        HostRules first = client.namespace().equals(root) ? privateOfRoot : own.getOrDefault(client.namespace(), NONE);
        List<MergedRule> found = first.mostSpecific(host);
        if (found.isEmpty()) {
            found = exported(host, serviceNamespace, client);
        }
        if (found.isEmpty()) {
            found = exported(host, root, client);
        }
        return chosen(found, client);
    }

    /** The most specific host counts, even if its rules are not exported to the client: then there is none. */
    private List<MergedRule> exported(String host, String namespace, Client client) {
        return exported.getOrDefault(namespace, NONE).mostSpecific(host).stream()
                .filter(rule -> rule.exportedTo(client.namespace()))
                .toList();
    }

    /** The first that selects the client, else the youngest for everybody (istio-recorded.md §11). */
    private static MergedRule chosen(List<MergedRule> rules, Client client) {
        Map<String, String> labels = client.labels();
        MergedRule forAll = MergedRule.NONE;
        for (MergedRule rule : rules) {
            Map<String, String> selector = rule.selector();
            if (selector == null) {
                forAll = rule;
            } else if (labels != null && labels.entrySet().containsAll(selector.entrySet())) {
                return rule;
            }
        }
        return forAll;
    }
}
