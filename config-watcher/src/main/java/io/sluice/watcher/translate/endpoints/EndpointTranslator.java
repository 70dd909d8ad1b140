package io.sluice.watcher.translate.endpoints;

import io.sluice.table.cluster.Discovery;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.tls.UpstreamTls;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.PeerAuthentication;
import io.sluice.watcher.resource.ServerTls.Files;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.endpoints.Localities.Located;
import io.sluice.watcher.translate.istio.Clusters;
import io.sluice.watcher.translate.istio.Clusters.Member;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Finds the endpoints of every cluster that routes name (DESIGN: endpoints; istio.md §2.3). */
public final class EndpointTranslator {
    private final MutualDemands demands;
    private final Workloads workloads;
    private final EntryEndpoints entries;
    private final PodEndpoints pods;
    private final Localities localities;
    private final PodAddresses addresses;
    private final Settings settings;
    private final Problems problems;

    public EndpointTranslator(Manifests manifests, Settings settings, Problems problems) {
        this.settings = settings;
        this.problems = problems;
        demands = new MutualDemands(
                manifests.of(PeerAuthentication.class),
                settings.mesh().rootNamespace(),
                !settings.meshCertificates().equals(Files.NONE));
        workloads = new Workloads(manifests);
        entries = new EntryEndpoints(workloads);
        pods = new PodEndpoints(manifests, workloads, entries);
        addresses = new PodAddresses(manifests, settings);
        localities = new Localities(settings.locality(), settings.gatewayLabels());
    }

    public Endpoints translate(Clusters clusters) {
        Map<String, List<Endpoint>> byCluster = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (Member member : clusters.members()) {
            List<Endpoint> endpoints = localities.place(located(member), member.locality());
            if (member.cluster().tls() instanceof UpstreamTls.AsDemanded some) {
                endpoints = demanding(endpoints, member, some.demanded());
            }
            byCluster.put(member.cluster().name(), endpoints);
            if (endpoints.isEmpty()) {
                reportEmpty(member);
            }
            if (member.cluster().discovery() != Discovery.PUBLISHED) {
                endpoints.stream()
                        .map(Endpoint::address)
                        .filter(EntryEndpoints::isName)
                        .forEach(names::add);
            }
        }
        return new Endpoints(byCluster, names, workloads.callers(settings.believedTrustDomain()));
    }

    private List<Endpoint> demanding(List<Endpoint> endpoints, Member member, UpstreamTls demanded) {
        List<Endpoint> asked = endpoints.stream()
                .map(endpoint -> demands.of(endpoint) ? endpoint.demandingTls() : endpoint)
                .toList();
        if (demanded instanceof UpstreamTls.Unavailable unavailable
                && asked.stream().anyMatch(Endpoint::demandsTls)) {
            Service service = member.registered().service();
            problems.add(new Problem(
                    Severity.ERROR,
                    Code.MISSING_MESH_CERTIFICATE,
                    service.meta().id().toString(),
                    "",
                    "port " + member.port().number() + ": " + unavailable.reason()
                            + "; give this router a certificate (--mesh-certs DIR), or let a PeerAuthentication allow"
                            + " PERMISSIVE here; requests to those pods answer 503",
                    service.meta().file()));
        }
        return asked;
    }

    private List<Located> located(Member member) {
        List<Located> all = member.registered().entry() == null
                ? pods.of(member.registered().service(), member.port())
                : entries.of(member.registered(), member.port());
        return all.stream()
                .filter(located -> allowed(located, member))
                .filter(located -> located.endpoint()
                        .workload()
                        .labels()
                        .entrySet()
                        .containsAll(member.labels().entrySet()))
                .map(located -> known(located, member))
                .toList();
    }

    private boolean allowed(Located located, Member member) {
        String address = located.endpoint().address();
        String fault = addresses.fault(address);
        if (fault == null) {
            return true;
        }
        Service service = member.registered().service();
        problems.add(new Problem(
                Severity.ERROR,
                Code.ENDPOINT_NOT_ALLOWED,
                service.meta().id().toString(),
                "",
                "address " + address + " " + fault + "; it gets no requests; take it out of the EndpointSlice,"
                        + " WorkloadEntry or ServiceEntry that has it",
                service.meta().file()));
        return false;
    }

    /** Of a pod that nobody describes, policies may know what the Service that selects it says. */
    private static Located known(Located located, Member member) {
        Service service = member.registered().service();
        boolean described = !located.endpoint().workload().equals(Workload.UNKNOWN);
        return described || member.registered().entry() != null
                ? located
                : new Located(
                        located.endpoint()
                                .withWorkload(new Workload(service.meta().namespace(), "", service.selector())),
                        located.locality());
    }

    private void reportEmpty(Member member) {
        Service service = member.registered().service();
        String subset = member.labels().isEmpty() ? "" : " with labels " + member.labels();
        problems.add(new Problem(
                Severity.WARNING,
                Code.NO_ENDPOINTS,
                service.meta().id().toString(),
                "",
                "no ready endpoint" + subset + " on port " + member.port().number()
                        + "; requests for it answer 503 no healthy upstream",
                service.meta().file()));
    }
}
