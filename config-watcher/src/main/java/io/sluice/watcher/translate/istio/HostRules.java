package io.sluice.watcher.translate.istio;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rules by host. A lookup costs as many steps as the host has labels, however many rules there are. */
final class HostRules {
    private final Map<String, List<MergedRule>> byHost = new HashMap<>();

    /** Rules arrive in the order in which they merge. */
    void add(String host, MergedRule rule) {
        List<MergedRule> same = byHost.computeIfAbsent(host, absent -> new ArrayList<>());
        boolean apart = true;
        for (int i = 0; i < same.size(); i++) {
            MergedRule older = same.get(i);
            if (older.takes(rule)) {
                same.set(i, older.with(rule));
                apart = false;
            }
        }
        if (apart) {
            same.add(rule);
        }
    }

    /** Those of the most specific host: the name itself, else the longest wildcard; empty if there is none. */
    List<MergedRule> mostSpecific(String host) {
        List<MergedRule> exact = byHost.get(host);
        if (exact != null) {
            return exact;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            // Of a wildcard this is first the wildcard itself, which was looked for above.
            List<MergedRule> wildcard = byHost.get("*" + host.substring(dot));
            if (wildcard != null) {
                return wildcard;
            }
        }
        return byHost.getOrDefault("*", List.of());
    }
}
