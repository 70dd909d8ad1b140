package io.sluice.watcher.translate;

import io.sluice.table.Listener;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.policy.Authorization;
import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.front.FrontPlanner;
import io.sluice.watcher.front.FrontServices;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.Gateway;
import io.sluice.watcher.resource.PeerAuthentication;
import io.sluice.watcher.resource.Policy;
import io.sluice.watcher.resource.Secret;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.ServiceEntry;
import io.sluice.watcher.resource.Telemetry;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.translate.endpoints.EndpointTranslator;
import io.sluice.watcher.translate.istio.Clusters;
import io.sluice.watcher.translate.istio.Delegates;
import io.sluice.watcher.translate.istio.DestinationRules;
import io.sluice.watcher.translate.istio.GatewayRole;
import io.sluice.watcher.translate.istio.Gateways;
import io.sluice.watcher.translate.istio.MeshRole;
import io.sluice.watcher.translate.istio.Policies;
import io.sluice.watcher.translate.istio.RouteBuilder;
import io.sluice.watcher.translate.istio.Services;
import io.sluice.watcher.translate.istio.UnseenRequests;
import io.sluice.watcher.translate.istio.credential.Keyring;
import io.sluice.watcher.translate.istio.credential.ModelCredentials;
import io.sluice.watcher.translate.istio.credential.ServerCredentials;
import io.sluice.watcher.translate.telemetry.Tellings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The order of translation, downward. Has no memory: all it knows is what it is handed. */
public final class Translator {
    private final Settings settings;

    public Translator(Settings settings) {
        this.settings = settings;
    }

    public Translation translate(Manifests manifests) {
        return endpoints(routing(manifests), manifests);
    }

    /** What does not depend on who serves. */
    Routing routing(Manifests manifests) {
        Problems problems = new Problems();

        // 1 What there is; SeldonDeployments stand among it as the objects that Seldon's operator would have written.
        List<VirtualService> virtualServices = new Delegates(problems).joined(manifests.of(VirtualService.class));
        Services services = new Services(manifests.of(Service.class), manifests.of(ServiceEntry.class), settings);
        DestinationRules rules = new DestinationRules(manifests.of(DestinationRule.class), settings);

        Keyring keyring = new Keyring(manifests.of(Secret.class), manifests.files(), settings, problems);
        ModelCredentials credentials = new ModelCredentials(
                keyring, manifests.of(PeerAuthentication.class).stream().anyMatch(PeerAuthentication::demandsTls));

        // 2 Routes, of both roles; building one names the clusters it needs.
        Clusters clusters = new Clusters(services, rules, credentials, settings, problems);
        Policies policies = new Policies(manifests.of(Policy.class), clusters, settings, problems);
        RouteBuilder routes = new RouteBuilder(clusters, settings, problems);
        Gateways gateways = new Gateways(manifests.of(Gateway.class), virtualServices, settings, problems);
        List<Listener> listeners = new ArrayList<>();
        // Mesh names stand before a gateway's `*` where both share a port (DESIGN: one socket, one role).
        FrontServices fronts = FrontServices.of(manifests.of(Service.class), settings.fronts());
        MeshRole.Mesh mesh = new MeshRole(routes, services, fronts, settings, problems).listeners(virtualServices);
        listeners.addAll(mesh.listeners());
        GatewayRole edge =
                new GatewayRole(routes, new ServerCredentials(keyring), guarded(policies), settings, problems);
        listeners.addAll(edge.listeners(gateways, virtualServices, ports(listeners)));
        listeners.replaceAll(listener -> listener.withPolicies(policies.ofRouter()));
        new UnseenRequests(clusters, policies.ofPods(), problems).tell(listeners);
        return new Routing(
                new RoutingTable(
                        listeners,
                        clusters.all(),
                        policies.ofPods(),
                        Tellings.of(manifests.of(Telemetry.class), settings, problems)),
                clusters,
                mesh.hosts(),
                problems.list());
    }

    /**
     * Who serves the clusters that routes name.
     *
     * @param routing of the same manifests, or of others that differ in {@link Manifests#ENDPOINTS} alone
     */
    Translation endpoints(Routing routing, Manifests manifests) {
        Problems problems = new Problems();
        problems.addAll(manifests.problems());
        problems.addAll(routing.problems());

        // 3 Who serves them, and what reaches them past the policies that guard them.
        Endpoints endpoints = new EndpointTranslator(manifests, settings, problems).translate(routing.clusters());
        Set<Service> routed = new LinkedHashSet<>();
        routing.clusters()
                .members()
                .forEach(member -> routed.add(member.registered().service()));
        new PolicyReach(manifests, routed, endpoints, settings, problems).tell();

        // 4 What leads callers here.
        FrontPlan fronts = settings.fronts() == null
                ? FrontPlan.NOTHING
                : FrontPlanner.plan(routing.hosts(), manifests, settings.fronts(), problems);
        return new Translation(routing.table(), endpoints, fronts, problems.list());
    }

    private static boolean guarded(Policies policies) {
        return !policies.ofRouter().authorization().equals(Authorization.NONE);
    }

    private static Set<Integer> ports(List<Listener> listeners) {
        return listeners.stream().map(Listener::port).collect(Collectors.toUnmodifiableSet());
    }
}
