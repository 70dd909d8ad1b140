package io.sluice.watcher.store;

import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.ModelTls;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.ServerTls;
import io.sluice.watcher.resource.ServerTls.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The files that Gateways and DestinationRules want their certificates from: sets that belong together. */
final class NamedFiles {
    private final Set<Files> sets = new HashSet<>();

    private NamedFiles() {}

    static Set<Files> of(List<Resource> resources) {
        NamedFiles files = new NamedFiles();
        for (Resource resource : resources) {
            if (resource instanceof Gateway gateway) {
                gateway.servers().forEach(server -> files.add(server.tls()));
            } else if (resource instanceof DestinationRule rule) {
                files.add(rule.policy());
                rule.subsets().forEach(subset -> files.add(subset.policy()));
            }
        }
        return files.sets;
    }

    private void add(@Nullable ServerTls tls) {
        if (tls != null) {
            add(tls.files());
        }
    }

    private void add(@Nullable TrafficPolicy policy) {
        if (policy != null) {
            ModelTls tls = policy.tls();
            if (tls != null) {
                add(tls.files());
            }
            policy.ports().values().forEach(this::add);
        }
    }

    private void add(Files files) {
        if (!files.equals(Files.NONE)) {
            sets.add(files);
        }
    }
}
