package io.sluice.conformance.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code settings} of a case. */
final class SettingsReader {
    private static final Map<String, String> GATEWAY_LABELS = Map.of("istio", "ingressgateway");

    /** What only the recording side was told, or what the manifests say as well (role and caller of mesh cases). */
    private static final List<String> FOR_THE_RECORDING =
            List.of("role", "workload", "sidecars", "nodeMetadata", "runtime");

    private SettingsReader() {}

    static Settings read(YamlMap settings) {
        FOR_THE_RECORDING.forEach(settings::value);
        YamlMap gateway = settings.map("gateway");
        Map<String, String> labels = gateway.map("labels").each(text -> text);
        Settings read = new Settings(
                gateway.text("namespace").orElse("istio-system"),
                labels.isEmpty() ? GATEWAY_LABELS : labels,
                meshConfig(settings),
                settings.map("seldon").everything(),
                settings.map("environment")
                        .text("PILOT_HTTP10")
                        .map(text -> text.equals("1") || text.equalsIgnoreCase("true"))
                        .orElse(false));
        gateway.end();
        settings.end();
        return read;
    }

    private static Map<String, Object> meshConfig(YamlMap settings) {
        Map<String, Object> mesh = settings.map("meshConfig").everything();
        Map<String, Object> proxy = settings.map("proxyConfig").everything();
        if (!proxy.isEmpty()) {
            Map<String, Object> defaults = new LinkedHashMap<>(
                    YamlMap.of("defaultConfig", mesh.get("defaultConfig")).everything());
            defaults.putAll(proxy);
            mesh.put("defaultConfig", defaults);
        }
        return mesh;
    }
}
