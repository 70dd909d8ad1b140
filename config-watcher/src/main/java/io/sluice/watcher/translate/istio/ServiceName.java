package io.sluice.watcher.translate.istio;

import io.sluice.watcher.settings.Settings;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a full name {@code x.ns.svc.cluster.local} is made of. */
record ServiceName(String name, String namespace) {
    /** Null if the host is no name that a Service could have. */
    static @Nullable ServiceName of(String host, Settings settings) {
        String suffix = ".svc." + settings.clusterDomain();
        if (!host.endsWith(suffix)) {
            return null;
        }
        String nameAndNamespace = host.substring(0, host.length() - suffix.length());
        int dot = nameAndNamespace.indexOf('.');
        return dot < 0
                ? null
                : new ServiceName(nameAndNamespace.substring(0, dot), nameAndNamespace.substring(dot + 1));
    }

    /** What else it is called beside the full name itself, but for the bare one (DESIGN §6). */
    List<String> longerNames(String fullName) {
        String nameAndNamespace = name + "." + namespace;
        return List.of(fullName + ".", nameAndNamespace + ".svc", nameAndNamespace);
    }
}
