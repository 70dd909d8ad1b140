package io.sluice.watcher.admission.http;

import io.sluice.table.policy.HeaderOperations;
import io.sluice.watcher.admission.field.DomainRules;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.resource.VirtualService.Branch;
import io.sluice.watcher.resource.VirtualService.TlsMatch;
import io.sluice.watcher.resource.VirtualService.TlsRule;
import java.util.List;

/** Reads {@code tls} of a VirtualService: routes of connections that are not opened here. */
final class TlsRouteReader {
    private TlsRouteReader() {}

    static TlsRule read(Reader tls, List<String> hosts) {
        List<TlsMatch> matches = tls.objects("match", match -> match(match, hosts));
        if (matches.isEmpty()) {
            throw tls.refused("match", "TLS route must have at least one match condition");
        }
        List<Branch> branches = tls.objects("route", route -> DestinationReader.branch(route, HeaderOperations.NONE));
        if (branches.isEmpty()) {
            throw tls.refused("route", "TLS route is required");
        }
        if (branches.size() > 1 && branches.stream().allMatch(branch -> branch.weight() == 0)) {
            throw tls.refused("route", "total destination weight = 0");
        }
        return new TlsRule(tls.path(), matches, branches);
    }

    private static TlsMatch match(Reader match, List<String> hosts) {
        List<String> names = match.texts("sniHosts");
        if (names.isEmpty()) {
            throw match.refused("sniHosts", "TLS match must have at least one SNI host");
        }
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            String field = "sniHosts[" + i + "]";
            DomainRules.check(match.path(field), name);
            if (hosts.stream().noneMatch(host -> DomainRules.includes(host, name))) {
                throw match.refused(
                        field,
                        "SNI host \"" + name + "\" is not a compatible subset of the virtual service hosts: " + hosts);
            }
        }
        for (String field : List.of("destinationSubnets", "sourceLabels", "sourceNamespace")) {
            match.unsupported(field, "a Gateway's connections have no such thing: it is not looked at, as in Istio");
        }
        return new TlsMatch(names, match.port("port"), match.texts("gateways"));
    }
}
