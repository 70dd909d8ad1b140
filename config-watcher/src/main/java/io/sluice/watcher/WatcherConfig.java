package io.sluice.watcher;

import io.sluice.watcher.settings.MeshConfig;
import io.sluice.watcher.settings.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a watcher is started with.
 *
 * @param manifests files and directories
 * @param settings for whom the manifests are read
 */
public record WatcherConfig(List<Path> manifests, Settings settings) {
    public WatcherConfig {
        manifests = List.copyOf(manifests);
    }

    /** As the design says where nobody says otherwise. */
    public static WatcherConfig of(List<Path> manifests) {
        return new WatcherConfig(manifests, Settings.DEFAULT);
    }

    public WatcherConfig withSettings(Settings changed) {
        return new WatcherConfig(manifests, changed);
    }

    public WatcherConfig withGatewayLabels(Map<String, String> labels) {
        return new WatcherConfig(manifests, settings.withGatewayLabels(labels));
    }

    public WatcherConfig withGatewayNamespace(String namespace) {
        return new WatcherConfig(manifests, settings.withGatewayNamespace(namespace));
    }

    public WatcherConfig withClusterDomain(String domain) {
        return new WatcherConfig(manifests, settings.withClusterDomain(domain));
    }

    public WatcherConfig withMesh(MeshConfig mesh) {
        return new WatcherConfig(manifests, settings.withMesh(mesh));
    }
}
