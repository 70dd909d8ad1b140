package io.sluice.watcher.resource;

import io.sluice.watcher.resource.ServerTls.Files;
import java.util.List;

/**
 * What a DestinationRule says of TLS; texts are empty where it says nothing.
 *
 * @param rule who says it
 * @param path of the field, for problems
 * @param mode as written
 * @param verified false only where the author says so
 */
public record ModelTls(
        Meta rule,
        String path,
        String mode,
        String credentialName,
        Files files,
        String serverName,
        List<String> subjectAltNames,
        boolean verified) {
    public ModelTls {
        subjectAltNames = List.copyOf(subjectAltNames);
    }
}
