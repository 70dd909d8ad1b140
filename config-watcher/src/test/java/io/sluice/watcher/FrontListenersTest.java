package io.sluice.watcher;

import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.codes;
import static io.sluice.watcher.Yaml.translate;
import static io.sluice.watcher.Yaml.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Domain;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Role;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.match.HostPattern;
import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.front.FrontService;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.translate.Translation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** From mesh hosts to the front Services that they are to have, and from those to listeners (DESIGN §6). */
class FrontListenersTest {
    private static final Settings SETTINGS = Settings.DEFAULT.withFronts(new FrontSettings("sluice", "router"));
    private static final String OPEN = """
        apiVersion: v1
        kind: Namespace
        metadata: {name: ns, labels: {sluice.io/front-services: enabled}}
        """;
    private static final String ROUTERS = """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: router-1, namespace: sluice, labels: {kubernetes.io/service-name: router}}
        addressType: IPv4
        ports: [{name: http, port: 8000}]
        endpoints: [{addresses: [10.0.0.9], conditions: {ready: true}}]
        """;
    private static final String SHOP = virtualService(
            "shop", "2026-01-01T00:00:00Z", "hosts: [shop]\nhttp: [{route: [{destination: {host: model}}]}]\n");

    private static String front(String name, int target) {
        return "apiVersion: v1\nkind: Service\nmetadata:\n  name: " + name
                + "\n"
                + "  namespace: ns\n"
                + "  labels: {app.kubernetes.io/managed-by: sluice, sluice.io/router: sluice.router}\n"
                + "  ownerReferences: [{apiVersion: networking.istio.io/v1, kind: VirtualService, name: " + name
                + "}]\nspec: {ports: [{name: http, port: 8000, targetPort: " + target + "}]}\n";
    }

    private static List<Listener> fronts(Translation translation) {
        return translation.table().listeners().stream()
                .filter(listener -> listener.name().startsWith("front:"))
                .toList();
    }

    @Test
    void aHostWithoutAServiceIsToHaveOneWithThePortsThatItsRoutesLeadTo() {
        Translation translation = translate(SETTINGS, MODEL, OPEN, ROUTERS, SHOP);
        assertThat(fronts(translation)).isEmpty();
        assertThat(translation.fronts().steps()).singleElement().satisfies(step -> {
            FrontService service = ((FrontPlan.WriteService) step).service();
            assertThat(service.namespace() + "/" + service.name()).isEqualTo("ns/shop");
            assertThat(service.owner()).isEqualTo(new ObjectId("VirtualService", "ns", "shop"));
            assertThat(service.ports()).singleElement().satisfies(port -> {
                assertThat(port.name()).isEqualTo("http");
                assertThat(port.number()).isEqualTo(8000);
                assertThat(port.target()).isBetween(20_000, 29_999);
            });
        });
    }

    @Test
    void theFirstExampleWithoutSvcNameIsCapturedUnderItsOwnName() {
        String deployment = """
            apiVersion: machinelearning.seldon.io/v1
            kind: SeldonDeployment
            metadata: {name: canary-example-1, namespace: ns}
            spec:
              annotations: {seldon.io/istio-gateway: mesh, seldon.io/istio-host: canary-example-1}
              predictors:
              - {name: main, traffic: 75, graph: {name: m}, componentSpecs: [{spec: {containers: [{name: m}]}}]}
              - {name: canary, traffic: 25, graph: {name: m}, componentSpecs: [{spec: {containers: [{name: m}]}}]}
            """;
        Translation free = translate(SETTINGS, OPEN, ROUTERS, deployment);
        assertThat(free.fronts().steps()).singleElement().satisfies(step -> {
            FrontService service = ((FrontPlan.WriteService) step).service();
            assertThat(service.name()).isEqualTo("canary-example-1");
            // Not the VirtualService: where we stand in for Istio the cluster has none.
            assertThat(service.owner()).isEqualTo(new ObjectId("SeldonDeployment", "ns", "canary-example-1"));
            assertThat(service.ports())
                    .extracting(port -> port.name() + " " + port.number())
                    .containsExactly("grpc 5001", "http 8000");
        });
        Translation taken = translate(
                SETTINGS,
                OPEN,
                ROUTERS,
                deployment.replace(
                        "{name: main, ", "{name: main, annotations: {seldon.io/svc-name: canary-example-1}, "));
        assertThat(taken.fronts().steps()).isEmpty();
        assertThat(codes(taken.problems())).contains("HOST_HAS_SELECTOR_SERVICE SeldonDeployment ns/canary-example-1");
    }

    @Test
    void aFrontServicesPortIsAListenerOfItsHostAlone() {
        Translation translation = translate(SETTINGS, MODEL, OPEN, ROUTERS, SHOP, front("shop", 20_017));
        assertThat(fronts(translation)).singleElement().satisfies(listener -> {
            assertThat(listener.name()).isEqualTo("front:ns/shop:8000");
            assertThat(listener.port()).isEqualTo(20_017);
            assertThat(listener.declaredPort()).isEqualTo(8000);
            assertThat(listener.role()).isEqualTo(Role.MESH);
            Traffic.Http http = (Traffic.Http) listener.traffic();
            assertThat(http.options().maxConnectionAge()).isEqualTo(Duration.ofMinutes(5));
            assertThat(http.hosts())
                    .singleElement()
                    .extracting(Host::domains)
                    .isEqualTo(Stream.concat(
                                    Stream.of(
                                                    "shop.ns.svc.cluster.local",
                                                    "shop.ns.svc.cluster.local.",
                                                    "shop.ns.svc",
                                                    "shop.ns",
                                                    "shop")
                                            .map(HostPattern.Exact::new),
                                    Stream.of(new HostPattern.Address()))
                            .map(Domain::of)
                            .toList());
        });
        // Whoever calls the router itself with the host's name is served too.
        assertThat(translation.table().listeners()).extracting(Listener::name).contains("mesh:8000");
        assertThat(translation.fronts().steps())
                .singleElement()
                .isInstanceOfSatisfying(
                        FrontPlan.WriteSlice.class,
                        write -> assertThat(write.slice().ports().get(0).number())
                                .isEqualTo(20_017));
    }

    /** {@code --source-identity=pod-ip}. */
    @Test
    void podsAreBelievedByTheirAddressOnlyIfThatIsWanted() {
        String pods = """
            apiVersion: v1
            kind: Pod
            metadata: {name: notebook-0, namespace: lab}
            spec: {serviceAccountName: notebook, containers: [{name: main, image: x}]}
            status: {podIP: 10.0.0.4}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: job-0, namespace: lab}
            spec: {containers: [{name: main, image: x}]}
            status: {podIP: 10.0.0.5, podIPs: [{ip: 10.0.0.5}, {ip: "fd00::5"}]}
            """;
        assertThat(translate(pods).endpoints().callers().values())
                .allSatisfy(caller -> assertThat(caller.identity()).isEmpty());
        Map<String, Workload> believed = translate(Settings.DEFAULT.withPodIdentities("td"), pods)
                .endpoints()
                .callers();
        Map<String, String> identities = new HashMap<>();
        believed.forEach((address, caller) -> identities.put(address, caller.identity()));
        assertThat(identities)
                .containsEntry("10.0.0.4", "td/ns/lab/sa/notebook")
                .containsEntry("10.0.0.5", "td/ns/lab/sa/default")
                .containsEntry("fd00::5", "td/ns/lab/sa/default");
    }

    @Test
    void withoutFrontServiceSettingsNothingIsCaptured() {
        Translation translation = translate(MODEL, OPEN, ROUTERS, SHOP, front("shop", 20_017));
        assertThat(fronts(translation)).isEmpty();
        assertThat(translation.fronts()).isEqualTo(FrontPlan.NOTHING);
    }

    /** Finding 2 of ecosystem.md: the router would call itself for ever. */
    @Test
    void aFrontServiceIsNoDestinationAndItsSliceNobodysEndpoints() {
        String loop = virtualService(
                "shop",
                "2026-01-01T00:00:00Z",
                "hosts: [shop]\nhttp: [{route: [{destination: {host: shop, port: {number: 8000}}}]}]\n");
        String slice = """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: model-sluice-ipv4
              namespace: ns
              labels: {kubernetes.io/service-name: model, endpointslice.kubernetes.io/managed-by: sluice}
            addressType: IPv4
            ports: [{name: http, port: 20017}]
            endpoints: [{addresses: [10.0.0.9]}]
            """;
        Translation translation = translate(SETTINGS, MODEL, OPEN, ROUTERS, loop, front("shop", 20_017), slice);
        assertThat(codes(translation.problems()))
                .contains("UNKNOWN_SERVICE VirtualService ns/shop spec.http[0].route[0]");
        assertThat(translation.endpoints().byCluster().values().stream().flatMap(List::stream))
                .noneMatch(endpoint -> endpoint.address().equals("10.0.0.9"));
    }

    /** A younger VirtualService that speaks to everybody is not looked at; one for its own callers is, by them. */
    @Test
    void otherNamespacesDoNotGetAtAHostsFrontService() {
        String theirs = SHOP.replace("namespace: ns", "namespace: evil").replace("2026-01-01", "2020-01-01");
        String older = theirs.replace("hosts: [shop]", "hosts: [shop.ns.svc.cluster.local]")
                .replace("{host: model}", "{host: model.ns.svc.cluster.local}");
        Translation hijacked = translate(SETTINGS, MODEL, OPEN, ROUTERS, SHOP, older, front("shop", 20_017));
        assertThat(fronts(hijacked)).isEmpty();
        Translation apart = translate(
                SETTINGS,
                MODEL,
                OPEN,
                ROUTERS,
                SHOP,
                older.replace("  hosts:", "  exportTo: ['.']\n  hosts:"),
                front("shop", 20_017));
        assertThat(fronts(apart))
                .singleElement()
                .satisfies(listener -> assertThat(((Traffic.Http) listener.traffic()).hosts())
                        .extracting(host -> host.domains().get(0).callerNamespace())
                        .containsExactly("evil", null));
    }
}
