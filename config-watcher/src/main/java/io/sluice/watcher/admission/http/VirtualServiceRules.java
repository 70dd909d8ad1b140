package io.sluice.watcher.admission.http;

import io.sluice.watcher.admission.field.DomainRules;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Match;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.resource.VirtualService.RuleAction;
import io.sluice.watcher.resource.VirtualService.TlsRule;
import java.util.List;

/** What Istio's webhook refuses of a VirtualService as a whole, in its words where they are known. */
final class VirtualServiceRules {
    private VirtualServiceRules() {}

    /** @throws Refusal if it is not admitted */
    static void check(VirtualService service) {
        hosts(service);
        for (int i = 0; i < service.gateways().size(); i++) {
            gateway("spec.gateways[" + i + "]", service.gateways().get(i));
        }
        for (int i = 0; i < service.http().size(); i++) {
            rule(service, service.http().get(i), "spec.http[" + i + "]");
        }
        for (TlsRule rule : service.tls()) {
            for (int m = 0; m < rule.matches().size(); m++) {
                List<String> gateways = rule.matches().get(m).gateways();
                for (int g = 0; g < gateways.size(); g++) {
                    gateway(rule.path() + ".match[" + m + "].gateways[" + g + "]", gateways.get(g));
                }
            }
        }
    }

    private static Refusal refused(String field, String sentence) {
        return new Refusal(Code.REFUSED, field, sentence);
    }

    private static void hosts(VirtualService service) {
        boolean mesh = service.gateways().contains(VirtualService.MESH);
        List<String> hosts = service.hosts();
        for (int i = 0; i < hosts.size(); i++) {
            String host = hosts.get(i);
            String field = "spec.hosts[" + i + "]";
            DomainRules.check(field, host);
            if (host.equals("*") && mesh) {
                throw refused(field, "wildcard host * is not allowed for virtual services bound to the mesh gateway");
            }
            for (int j = 0; j < i; j++) {
                if (DomainRules.overlap(hosts.get(j), host)) {
                    throw refused(
                            field, "duplicate hosts in virtual service: " + hosts.get(j) + " and " + host + " overlap");
                }
            }
        }
    }

    private static void gateway(String field, String name) {
        int slash = name.indexOf('/');
        String namespace = slash < 0 ? "" : name.substring(0, slash);
        boolean named = slash < 0 || namespace.matches("[a-z0-9]([-a-z0-9]*[a-z0-9])?");
        boolean valid = named && name.substring(slash + 1).matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?");
        if (!valid) {
            throw refused(field, "\"" + name + "\" is no gateway name; write name, namespace/name or mesh");
        }
    }

    private static void rule(VirtualService service, Rule rule, String field) {
        boolean mesh = service.gateways().contains(VirtualService.MESH);
        for (int m = 0; m < rule.matches().size(); m++) {
            Match match = rule.matches().get(m);
            String path = field + ".match[" + m + "]";
            for (int g = 0; g < match.gateways().size(); g++) {
                gateway(path + ".gateways[" + g + "]", match.gateways().get(g));
            }
            if (mesh && !service.delegate() && !match.claims().isEmpty()) {
                throw refused(path + ".headers", "JWT claim based routing is only supported for gateway, not for mesh");
            }
        }
        switch (rule.action()) {
            case RuleAction.Route route -> {
                weights(route, field + ".route");
                if (route.authority() != null && rule.headers().request().authority() != null) {
                    throw refused(
                            field + ".rewrite.authority",
                            "authority cannot be set multiple times: by rewrite and by a header operation");
                }
            }
            case RuleAction.Delegated delegated -> {
                if (service.delegate()) {
                    throw refused(field + ".delegate", "a delegate cannot delegate: one level is all there is");
                }
            }
            case RuleAction.Redirected redirected -> {}
            case RuleAction.Direct direct -> {}
        }
    }

    private static void weights(RuleAction.Route route, String field) {
        long total = 0;
        for (int i = 0; i < route.branches().size(); i++) {
            int weight = route.branches().get(i).weight();
            if (weight < 0) {
                throw refused(field + "[" + i + "].weight", "weight " + weight + " < 0");
            }
            total += weight;
        }
        if (route.branches().size() > 1 && total == 0) {
            throw refused(field, "total destination weight = 0");
        }
    }
}
