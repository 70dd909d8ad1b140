package io.sluice.watcher.translate.endpoints;

import java.util.Locale;

/**
 * Which addresses no pod of a cluster has: whoever may write an EndpointSlice must not have the router call itself, or what only its node
 * can reach (reliability.md: server-side request forgery). Names are none of its business.
 */
final class PodAddresses {
    private PodAddresses() {}

    static boolean allowed(String address) {
        String lower = address.toLowerCase(Locale.ROOT);
        if (lower.indexOf(':') < 0) {
            return v4(lower);
        }
        if (lower.startsWith("::ffff:") && lower.indexOf('.') > 0) {
            return v4(lower.substring("::ffff:".length()));
        }
        // Unspecified and loopback, however they are abbreviated; link-local; multicast.
        boolean lowest = lower.chars().allMatch(c -> c == ':' || c == '0' || c == '1') && lower.matches("[0:]*:[01]?");
        return !lowest && !lower.matches("fe[89ab].*") && !lower.startsWith("ff");
    }

    private static boolean v4(String address) {
        if (!address.matches("[0-9]+(\\.[0-9]+){3}")) {
            return true;
        }
        int first = Integer.parseInt(address.substring(0, address.indexOf('.')));
        return first != 0 && first != 127 && first < 224 && !address.startsWith("169.254.");
    }
}
