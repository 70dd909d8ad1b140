package io.sluice.watcher.admission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.SidecarInjector;

/** Reads the ConfigMap of Istio's sidecar injector, of whose many values one matters here ({@code global.proxy.excludeInboundPorts}). */
final class SidecarInjectorReader {
    private static final String NAME = "istio-sidecar-injector";

    private static final ObjectMapper JSON = new ObjectMapper();

    private SidecarInjectorReader() {}

    /** A revision of Istio has one of its own, with its name behind. */
    static boolean isName(String name) {
        return name.equals(NAME) || name.startsWith(NAME + "-");
    }

    static SidecarInjector read(Meta meta, Reader root) {
        root.passOver("binaryData", "immutable");
        Reader data = root.object("data");
        if (data == null) {
            return new SidecarInjector(meta, "");
        }
        data.passOverOthers();
        try {
            return new SidecarInjector(
                    meta,
                    JSON.readTree(data.text("values", "{}"))
                            .path("global")
                            .path("proxy")
                            .path("excludeInboundPorts")
                            .asText(""));
        } catch (JsonProcessingException malformed) {
            throw data.invalid("values", "is no JSON, as Istio writes it");
        }
    }
}
