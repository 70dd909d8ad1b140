package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.router.explain.EditDistance;
import io.sluice.watcher.settings.OperatorSettings;
import io.sluice.watcher.settings.OperatorVariable;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code --seldon-settings}: YAML whose keys stand for the environment of Seldon's operator. A key left out is as Seldon's Helm
 * chart sets it; {@code null} is a variable that is not set. An unknown key is a mistake of usage, and the nearest known is named.
 */
final class SeldonSettingsFile {
    private static final String FLAG = "--seldon-settings";

    /** What recordings say besides. */
    private static final Set<String> IGNORED = Set.of("description", "unreadyDeployments");

    private SeldonSettingsFile() {}

    static OperatorSettings read(Path file) {
        OperatorSettings settings = OperatorSettings.CHART;
        for (Map.Entry<String, JsonNode> entry : SettingsFile.read(FLAG, file).properties()) {
            String key = entry.getKey();
            JsonNode value = entry.getValue();
            if (IGNORED.contains(key)) {
                continue;
            }
            if (value.isContainerNode()) {
                throw new BadUsage(FLAG + " " + file + ": " + key + ": must be a text, or null for a variable not set");
            }
            settings = settings.with(variable(key, file), value.isNull() ? null : value.asText());
        }
        return settings;
    }

    private static OperatorVariable variable(String key, Path file) {
        List<OperatorVariable> all = Arrays.asList(OperatorVariable.values());
        return all.stream()
                .filter(variable -> variable.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new BadUsage(FLAG + " " + file + ": unknown key " + key + "; the nearest is "
                        + all.stream()
                                .map(OperatorVariable::key)
                                .min(EditDistance.from(key))
                                .orElse("")));
    }
}
