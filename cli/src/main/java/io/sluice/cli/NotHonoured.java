package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings files whose keys are not read yet: each is named, so that nobody believes it is in force. */
final class NotHonoured {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");

    private NotHonoured() {}

    static void report(String flag, @Nullable Path file) {
        if (file == null) {
            return;
        }
        try {
            JsonNode tree = new ObjectMapper(new YAMLFactory()).readTree(Files.readString(file));
            if (tree.isObject()) {
                tree.fieldNames().forEachRemaining(key -> LOG.warn("{} {}: {} is not in force yet", flag, file, key));
            } else if (!tree.isMissingNode() && !tree.isNull()) {
                throw new BadUsage(flag + " " + file + ": must be a YAML map");
            }
        } catch (IOException unreadable) {
            throw new BadUsage(flag + " " + file + ": cannot be read as YAML");
        }
    }
}
