package io.sluice.watcher.admission.security;

import io.sluice.table.policy.Authorization.Values;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.AuthorizationPolicy.Action;

/** The keys of {@code when}, and what may stand under each (istio.md §4.3). */
final class Conditions {
    private Conditions() {}

    static void check(Reader condition, String key, Values values, Action action) {
        if (key.startsWith("request.auth.") && action == Action.CUSTOM) {
            throw condition.refused("key", key + " is not supported with action CUSTOM: tokens are checked later");
        }
        switch (key) {
            case "source.ip", "remote.ip", "destination.ip" -> Addresses.check(condition, "values", values);
            case "destination.port" -> Ports.check(condition, "values", values);
            case "request.auth.principal", "request.auth.audiences", "request.auth.presenter" -> {}
            case "source.namespace", "source.principal", "source.serviceAccount" ->
                Peers.tell(condition, "key", values);
            case "connection.sni" -> {}
            default -> checkKeyed(condition, key);
        }
    }

    private static void checkKeyed(Reader condition, String key) {
        if (isKeyed(key, "request.headers") || isKeyed(key, "request.auth.claims")) {
            return;
        }
        if (key.startsWith("experimental.envoy.filters.")) {
            tell(condition, "this router has no filters of Envoy's");
            return;
        }
        throw condition.refused("key", "unknown attribute: " + key);
    }

    private static boolean isKeyed(String key, String attribute) {
        return key.startsWith(attribute + "[") && key.endsWith("]") && key.length() > attribute.length() + 2;
    }

    private static void tell(Reader condition, String why) {
        condition.problem(
                Severity.NOTICE, Code.NOT_SUPPORTED, "key", why + ": `values` fit nothing, `notValues` everything");
    }
}
