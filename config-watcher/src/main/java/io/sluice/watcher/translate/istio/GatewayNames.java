package io.sluice.watcher.translate.istio;

import io.sluice.watcher.resource.VirtualService;

/** How VirtualServices name gateways (istio.md §3.3). */
public final class GatewayNames {
    private GatewayNames() {}

    /** {@code namespace/name}, or {@code mesh}. */
    public static String resolve(String name, String ownNamespace) {
        if (name.equals(VirtualService.MESH) || name.indexOf('/') >= 0) {
            return name;
        }
        int dot = name.indexOf('.');
        if (dot < 0) {
            return ownNamespace + "/" + name;
        }
        String rest = name.substring(dot + 1);
        int end = rest.indexOf('.');
        return (end < 0 ? rest : rest.substring(0, end)) + "/" + name.substring(0, dot);
    }
}
