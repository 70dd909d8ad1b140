package io.sluice.watcher.admission;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Istio's webhook refuses of a VirtualService as a whole, in its words where they are known. */
public final class VirtualServiceRules {
    private VirtualServiceRules() {}

    /** @throws Refusal if it is not admitted */
    public static void check(VirtualService service) {
        boolean mesh = service.gateways().contains(VirtualService.MESH);
        if (service.hosts().isEmpty() && !service.http().isEmpty()) {
            throw new Refusal(
                    Code.REFUSED,
                    "spec.hosts",
                    "virtual service must have at least one host; delegates are not read by this router yet");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < service.hosts().size(); i++) {
            String host = service.hosts().get(i);
            String field = "spec.hosts[" + i + "]";
            if (host.isEmpty()) {
                throw new Refusal(Code.REFUSED, field, "domain name \"\" is empty; write a host or *");
            }
            if (host.equals("*") && mesh) {
                throw new Refusal(
                        Code.REFUSED,
                        field,
                        "wildcard host * is not allowed for virtual services bound to the mesh gateway");
            }
            if (!seen.add(host)) {
                throw new Refusal(Code.REFUSED, field, "duplicate hosts in virtual service: " + host);
            }
        }
        gateways(service.gateways());
        for (int i = 0; i < service.http().size(); i++) {
            if (service.http().get(i).action() instanceof RuleAction.Route route) {
                weights(route, "spec.http[" + i + "].route");
            }
        }
    }

    private static void gateways(List<String> gateways) {
        for (int i = 0; i < gateways.size(); i++) {
            String gateway = gateways.get(i);
            boolean wrong = gateway.isEmpty() || gateway.startsWith("./") || gateway.contains(",");
            if (wrong) {
                throw new Refusal(
                        Code.REFUSED,
                        "spec.gateways[" + i + "]",
                        "\"" + gateway + "\" is no gateway name; write name, namespace/name or mesh");
            }
        }
    }

    private static void weights(RuleAction.Route route, String field) {
        long total = 0;
        for (int i = 0; i < route.branches().size(); i++) {
            int weight = route.branches().get(i).weight();
            if (weight < 0) {
                throw new Refusal(Code.REFUSED, field + "[" + i + "].weight", "weight " + weight + " < 0");
            }
            total += weight;
        }
        if (route.branches().size() > 1 && total == 0) {
            throw new Refusal(Code.REFUSED, field, "total destination weight = 0");
        }
    }
}
