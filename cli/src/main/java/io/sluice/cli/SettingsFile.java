package io.sluice.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A YAML map that a flag names; anything else in its place is a mistake of usage. */
final class SettingsFile {
    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private SettingsFile() {}

    /** Its map; an empty file is an empty one. */
    static JsonNode read(String flag, Path file) {
        try {
            JsonNode tree = YAML.readTree(Files.readString(file));
            if (tree.isMissingNode() || tree.isNull()) {
                return YAML.createObjectNode();
            }
            if (!tree.isObject()) {
                throw new BadUsage(flag + " " + file + ": must be a YAML map of names to values");
            }
            return tree;
        } catch (JsonProcessingException malformed) {
            int line = malformed.getLocation() == null
                    ? 0
                    : malformed.getLocation().getLineNr();
            throw new BadUsage(flag + " " + file + ": is no YAML, line " + line);
        } catch (IOException unreadable) {
            throw new BadUsage(flag + " " + file + ": cannot be read");
        }
    }
}
