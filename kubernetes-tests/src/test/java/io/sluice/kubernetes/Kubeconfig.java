package io.sluice.kubernetes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file as kubectl reads it. */
final class Kubeconfig {
    private Kubeconfig() {}

    static Path write(Path directory, String server) throws IOException {
        return Files.writeString(directory.resolve("kubeconfig"), """
            apiVersion: v1
            kind: Config
            clusters: [{name: test, cluster: {server: "%s"}}]
            users: [{name: test, user: {token: test}}]
            contexts: [{name: test, context: {cluster: test, user: test, namespace: default}}]
            current-context: test
            """.formatted(server));
    }
}
