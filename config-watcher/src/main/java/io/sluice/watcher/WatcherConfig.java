package io.sluice.watcher;

import io.sluice.watcher.settings.Settings;
import java.nio.file.Path;
import java.util.List;

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
}
