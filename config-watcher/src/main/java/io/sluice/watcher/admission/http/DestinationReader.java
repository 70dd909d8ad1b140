package io.sluice.watcher.admission.http;

import io.sluice.table.policy.HeaderOperations;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.VirtualService.Branch;
import org.jspecify.annotations.Nullable;

/** Reads destinations: of routes, with their weights, and of mirrors. */
final class DestinationReader {
    private DestinationReader() {}

    /** One of a rule's {@code route}. */
    static Branch branch(Reader route, HeaderOperations headers) {
        Reader destination = route.object("destination");
        if (destination == null) {
            throw route.invalid("destination", "destination is missing");
        }
        try (destination) {
            int weight = route.integer("weight", 0);
            if (weight < 0) {
                throw route.invalid("weight", "weight " + weight + " < 0");
            }
            return new Branch(host(destination), port(destination), subset(destination), weight, headers, route.path());
        }
    }

    static String host(Reader destination) {
        String host = destination.requiredText("host");
        if (host.isEmpty() || host.startsWith("*")) {
            throw destination.invalid("host", "\"" + host + "\" names no service; a destination has no wildcard");
        }
        return host;
    }

    /** Null = the service's only port, else the listener's. */
    static @Nullable Integer port(Reader destination) {
        return destination.object("port", port -> {
            Integer number = port.integer("number");
            if (port.has("name")) {
                throw port.invalid("name", "a destination's port is given by number");
            }
            if (number == null || number < 1 || number > 65535) {
                throw port.invalid("number", "port number must be in the range 1..65535");
            }
            return number;
        });
    }

    /** Empty for none. */
    static String subset(Reader destination) {
        String subset = destination.text("subset", "");
        if (!subset.isEmpty() && !subset.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw destination.invalid("subset", "subset name \"" + subset + "\" is no DNS label");
        }
        return subset;
    }
}
