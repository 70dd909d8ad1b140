package io.sluice.watcher.store;

import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.DestinationRule.TrafficPolicy;
import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.ModelTls;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.ServerTls;
import io.sluice.watcher.resource.ServerTls.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names of files that Gateways and DestinationRules want their certificates from. */
final class NamedFiles {
    private final Set<String> names = new HashSet<>();

    private NamedFiles() {}

    static Set<String> of(List<Resource> resources) {
        NamedFiles files = new NamedFiles();
        for (Resource resource : resources) {
            if (resource instanceof Gateway gateway) {
                gateway.servers().forEach(server -> files.add(server.tls()));
            } else if (resource instanceof DestinationRule rule) {
                files.add(rule.policy());
                rule.subsets().forEach(subset -> files.add(subset.policy()));
            }
        }
        return files.names;
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
        for (String name : List.of(files.certificate(), files.key(), files.authorities(), files.revoked())) {
            if (!name.isEmpty()) {
                names.add(name);
            }
        }
    }
}
