package io.sluice.router.tls;

import io.sluice.table.match.HostPattern;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers of one port by the name that a handshake asks for: exact names first, then the longest wildcard, then {@code *},
 * which takes who asks for none, too. Of two servers of one name the first counts. Immutable.
 */
public final class SecurePort {
    private final Map<String, SecureServer> exact = new HashMap<>();
    private final Map<String, SecureServer> suffixes = new HashMap<>();
    private @Nullable SecureServer any;

    /** A server and its names. */
    record Named(List<HostPattern> names, SecureServer server) {}

    SecurePort(List<Named> servers) {
        for (Named named : servers) {
            for (HostPattern name : named.names()) {
                switch (name) {
                    case HostPattern.Exact one -> exact.putIfAbsent(one.name(), named.server());
                    case HostPattern.Suffix suffix -> suffixes.putIfAbsent(suffix.suffix(), named.server());
                    case HostPattern.Address none -> {} // no handshake asks for one (RFC 6066 §3)
                    case HostPattern.Any star -> any = any == null ? named.server() : any;
                }
            }
        }
    }

    /** @param name in lower case; null = none was asked for */
    public @Nullable SecureServer find(@Nullable String name) {
        if (name == null) {
            return any;
        }
        SecureServer found = exact.get(name);
        for (int dot = name.indexOf('.'); found == null && dot > 0; dot = name.indexOf('.', dot + 1)) {
            found = suffixes.get(name.substring(dot));
        }
        return found == null ? any : found;
    }
}
