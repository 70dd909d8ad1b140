package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.sluice.watcher.admission.MeshConfigReader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.settings.MeshConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code --mesh-config}: what is wrong in it is a mistake of usage; what is not honoured is logged, key by key. */
final class MeshConfigFile {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private MeshConfigFile() {}

    /** Of a mesh that says nothing. */
    static MeshConfig none() {
        return MeshConfigReader.read(JsonNodeFactory.instance.objectNode(), "", problem -> {});
    }

    static MeshConfig read(Path file) {
        try {
            JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
            if (tree.isMissingNode() || tree.isNull()) {
                return none();
            }
            if (!tree.isObject()) {
                throw new BadUsage("--mesh-config " + file + ": must be a YAML map");
            }
            return MeshConfigReader.read(tree, file.toString(), problem -> LOG.warn("{}", problem));
        } catch (IOException unreadable) {
            throw new BadUsage("--mesh-config " + file + ": cannot be read as YAML");
        } catch (Refusal refusal) {
            throw new BadUsage("--mesh-config " + file + ": " + refusal.field() + ": " + refusal.sentence());
        }
    }
}
