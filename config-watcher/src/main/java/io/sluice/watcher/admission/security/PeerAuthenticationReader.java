package io.sluice.watcher.admission.security;

import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.PeerAuthentication;
import io.sluice.watcher.resource.PeerAuthentication.Mode;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a PeerAuthentication (istio.md §4.4). */
public final class PeerAuthenticationReader {
    private PeerAuthenticationReader() {}

    /** @param spec null if there is none */
    public static PeerAuthentication read(Meta meta, @Nullable Reader spec) {
        if (spec == null) {
            return new PeerAuthentication(meta, Map.of(), Mode.UNSET, Map.of());
        }
        Map<String, String> selector = Selection.read(spec).labels();
        Mode mode = spec.object("mtls", PeerAuthenticationReader::mode);
        Map<Integer, Mode> ports = new HashMap<>();
        spec.objectMap("portLevelMtls", PeerAuthenticationReader::mode)
                .forEach((port, ofPort) -> ports.put(number(spec, port), ofPort));
        if (selector.isEmpty() && !ports.isEmpty()) {
            throw spec.refused(
                    "portLevelMtls", "ports have modes of their own only where a selector says whose they are");
        }
        return new PeerAuthentication(meta, selector, mode == null ? Mode.UNSET : mode, ports);
    }

    private static Mode mode(Reader mtls) {
        String mode = mtls.text("mode", "UNSET");
        try {
            return Mode.valueOf(mode);
        } catch (IllegalArgumentException unknown) {
            throw mtls.invalid("mode", "\"" + mode + "\" is no mode; write STRICT, PERMISSIVE, DISABLE or UNSET");
        }
    }

    private static int number(Reader spec, String port) {
        if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65535) {
            throw spec.refused(
                    "portLevelMtls", "\"" + port + "\" is no port; port number must be in the range 1..65535");
        }
        return Integer.parseInt(port);
    }
}
