package io.sluice.conformance.own;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The short form of a manifest: {@code {VirtualService: ns/name, created: 2, hosts: […]}}. What is neither its name nor
 * metadata is its spec. {@code created} is a day of January 2026; {@code to} of a rule is its route.
 */
final class Manifest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> META = Set.of("created", "labels", "annotations", "ip");
    private static final Map<String, String> VERSIONS = Map.of(
            "Service", "v1",
            "Pod", "v1",
            "Gateway", "networking.istio.io/v1",
            "VirtualService", "networking.istio.io/v1",
            "DestinationRule", "networking.istio.io/v1",
            "ServiceEntry", "networking.istio.io/v1",
            "AuthorizationPolicy", "security.istio.io/v1",
            "RequestAuthentication", "security.istio.io/v1");

    private Manifest() {}

    /** As JSON, which is YAML. */
    static String full(Map<?, ?> brief) {
        Map.Entry<?, ?> first = brief.entrySet().iterator().next();
        String kind = String.valueOf(first.getKey());
        String version = VERSIONS.get(kind);
        String[] name = String.valueOf(first.getValue()).split("/", -1);
        if (version == null || name.length != 2) {
            throw new IllegalArgumentException("a manifest begins with its kind and namespace/name: " + brief);
        }
        Map<String, Object> meta = new LinkedHashMap<>(Map.of("namespace", name[0], "name", name[1]));
        Map<String, @Nullable Object> spec = new LinkedHashMap<>();
        brief.forEach((key, value) -> {
            String field = String.valueOf(key);
            if (field.equals("created")) {
                meta.put("creationTimestamp", "2026-01-%02dT00:00:00Z".formatted((Integer) value));
            } else if (field.equals("labels") || field.equals("annotations")) {
                meta.put(field, value);
            } else if (!field.equals(kind) && !META.contains(field)) {
                spec.put(field, value);
            }
        });
        Map<String, Object> whole = new LinkedHashMap<>();
        whole.put("apiVersion", version);
        whole.put("kind", kind);
        whole.put("metadata", meta);
        complete(kind, spec, name[1]);
        whole.put("spec", spec);
        if (brief.get("ip") != null) {
            whole.put("status", Map.of("podIP", brief.get("ip"), "podIPs", List.of(Map.of("ip", brief.get("ip")))));
        }
        try {
            return JSON.writeValueAsString(whole);
        } catch (JsonProcessingException unwritable) {
            throw new IllegalArgumentException(brief.toString(), unwritable);
        }
    }

    private static void complete(String kind, Map<String, @Nullable Object> spec, String name) {
        switch (kind) {
            case "Service" -> {
                List<Object> ports = new ArrayList<>();
                for (Object port : spec.get("ports") instanceof List<?> list ? list : List.of(80)) {
                    ports.add(port instanceof Map<?, ?> ? port : Map.of("name", "http-" + port, "port", port));
                }
                spec.put("ports", ports);
                spec.putIfAbsent("selector", Map.of("app", name));
            }
            case "Gateway" -> {
                spec.putIfAbsent("selector", Map.of("istio", "ingressgateway"));
                spec.put("servers", each(spec.get("servers"), Manifest::server));
            }
            case "VirtualService" -> spec.put("http", each(spec.get("http"), Manifest::rule));
            default -> {}
        }
    }

    private interface Completed {
        Map<String, @Nullable Object> of(Map<String, @Nullable Object> brief);
    }

    private static List<Object> each(@Nullable Object list, Completed completed) {
        List<Object> all = new ArrayList<>();
        for (Object one : OwnCases.list(list, "manifest")) {
            Map<String, @Nullable Object> copy = new LinkedHashMap<>();
            OwnCases.map(one, "manifest").forEach((key, value) -> copy.put(String.valueOf(key), value));
            all.add(completed.of(copy));
        }
        return all;
    }

    /** {@code {port: 80, hosts: […], redirect: true}}. */
    private static Map<String, @Nullable Object> server(Map<String, @Nullable Object> server) {
        if (server.get("port") instanceof Integer number) {
            server.put("port", Map.of("number", number, "name", "http-" + number, "protocol", "HTTP"));
        }
        if (server.remove("redirect") != null) {
            server.put("tls", Map.of("httpsRedirect", true));
        }
        return server;
    }

    /** {@code to: a}, {@code to: "a:80/v1"} or {@code to: {a: 75, b: 25}} beside what else a rule says. */
    private static Map<String, @Nullable Object> rule(Map<String, @Nullable Object> rule) {
        Object to = rule.remove("to");
        if (to instanceof Map<?, ?> shares) {
            List<Object> route = new ArrayList<>();
            shares.forEach((host, weight) ->
                    route.add(Map.of("destination", destination(String.valueOf(host)), "weight", weight)));
            rule.put("route", route);
        } else if (to != null) {
            rule.put("route", List.of(Map.of("destination", destination(String.valueOf(to)))));
        }
        return rule;
    }

    private static Map<String, Object> destination(String text) {
        Map<String, Object> destination = new LinkedHashMap<>();
        int slash = text.indexOf('/');
        String hostAndPort = slash < 0 ? text : text.substring(0, slash);
        int colon = hostAndPort.indexOf(':');
        destination.put("host", colon < 0 ? hostAndPort : hostAndPort.substring(0, colon));
        if (colon >= 0) {
            destination.put("port", Map.of("number", Integer.valueOf(hostAndPort.substring(colon + 1))));
        }
        if (slash >= 0) {
            destination.put("subset", text.substring(slash + 1));
        }
        return destination;
    }
}
