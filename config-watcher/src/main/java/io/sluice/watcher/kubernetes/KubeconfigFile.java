package io.sluice.watcher.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Whether a file says how a cluster is reached. The client takes what it does not find in one from elsewhere, or makes it up: who names a file
 * is told what it lacks.
 */
final class KubeconfigFile {
    private final JsonNode content;

    private KubeconfigFile(JsonNode content) {
        this.content = content;
    }

    /** @throws IllegalArgumentException with a sentence that says what it lacks, and what to write */
    static void check(Path file) {
        try {
            new KubeconfigFile(new YAMLMapper().readTree(Files.readString(file))).check();
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(
                    "is no YAML, line " + malformed.getLocation().getLineNr() + "; give the file that kubectl uses");
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("cannot be read (" + unreadable + ")");
        }
    }

    private void check() {
        if (!content.isObject() || !content.path("clusters").isArray()) {
            throw new IllegalArgumentException(
                    "is no kubeconfig, which has clusters, users, contexts and current-context; give the file that"
                            + " kubectl uses");
        }
        String current = content.path("current-context").asText();
        if (current.isEmpty()) {
            throw new IllegalArgumentException(
                    "says no current-context; choose one: kubectl config use-context NAME --kubeconfig FILE");
        }
        JsonNode context = named("contexts", "context", current, "current-context");
        String cluster = context.path("cluster").asText();
        String server = named("clusters", "cluster", cluster, "context " + current)
                .path("server")
                .asText();
        if (!isServer(server)) {
            throw new IllegalArgumentException(
                    "cluster " + cluster + " says server \"" + server + "\"; write https://host:port");
        }
        String user = context.path("user").asText();
        if (!user.isEmpty()) {
            named("users", "user", user, "context " + current);
        }
    }

    private JsonNode named(String list, String field, String name, String by) {
        for (JsonNode entry : content.path(list)) {
            if (entry.path("name").asText().equals(name)) {
                return entry.path(field);
            }
        }
        throw new IllegalArgumentException(
                by + " names \"" + name + "\", and " + list + " has none of that name; correct one of the two");
    }

    private static boolean isServer(String text) {
        try {
            URI uri = new URI(text);
            return uri.getHost() != null
                    && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()));
        } catch (URISyntaxException malformed) {
            return false;
        }
    }
}
