package io.sluice.watcher.translate.istio;

import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.Subset;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which rule applies to a host, for whom (istio.md §2.1). */
public final class DestinationRules {
    private final List<DestinationRule> rules;
    private final Settings settings;

    /** @param rules oldest first */
    public DestinationRules(List<DestinationRule> rules, Settings settings) {
        this.rules = List.copyOf(rules);
        this.settings = settings;
    }

    /** Several rules for one host, seen as one: all subsets, and the oldest's traffic policy. */
    record Applied(@Nullable TrafficPolicy policy, List<Subset> subsets) {
        static final Applied NONE = new Applied(null, List.of());

        @Nullable
        Subset subset(String name) {
            for (Subset subset : subsets) {
                if (subset.name().equals(name)) {
                    return subset;
                }
            }
            return null;
        }
    }

    /**
     * The rule for a host: of the client's namespace, else of the service's, else of the root namespace; never merged across.
     */
    Applied of(String host, String clientNamespace, String serviceNamespace) {
        String root = settings.gatewayNamespace();
        for (String namespace : List.of(clientNamespace, serviceNamespace, root)) {
            if (namespace.equals(clientNamespace) && clientNamespace.equals(root) && !serviceNamespace.equals(root)) {
                continue;
            }
            Applied found = inNamespace(host, namespace, clientNamespace);
            if (found != null) {
                return found;
            }
        }
        return inRoot(host, root, clientNamespace);
    }

    private Applied inRoot(String host, String root, String clientNamespace) {
        Applied found = inNamespace(host, root, clientNamespace);
        return found == null ? Applied.NONE : found;
    }

    private @Nullable Applied inNamespace(String host, String namespace, String clientNamespace) {
        List<DestinationRule> best = new ArrayList<>();
        int length = -1;
        for (DestinationRule rule : rules) {
            if (!rule.meta().namespace().equals(namespace)
                    || !Visibility.of(rule.exportTo()).includes(clientNamespace, namespace)) {
                continue;
            }
            int specific = specificity(settings.resolve(rule.host(), namespace), host);
            if (specific > length) {
                best.clear();
                length = specific;
            }
            if (specific >= 0 && specific == length) {
                best.add(rule);
            }
        }
        return best.isEmpty() ? null : applied(best);
    }

    /** −1 = does not match; an exact name is above every wildcard. */
    private static int specificity(String pattern, String host) {
        if (pattern.equals(host)) {
            return Integer.MAX_VALUE;
        }
        return pattern.startsWith("*") && host.endsWith(pattern.substring(1)) ? pattern.length() : -1;
    }

    private static Applied applied(List<DestinationRule> rules) {
        List<Subset> subsets = new ArrayList<>();
        TrafficPolicy policy = null;
        for (DestinationRule rule : rules) {
            subsets.addAll(rule.subsets());
            policy = policy == null ? rule.policy() : policy;
        }
        return new Applied(policy, subsets);
    }
}
