package io.sluice.watcher.front;

import static io.sluice.watcher.front.Cluster.OWN;
import static io.sluice.watcher.front.Cluster.SETTINGS;
import static io.sluice.watcher.front.Cluster.router;
import static io.sluice.watcher.front.Cluster.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import io.sluice.watcher.front.FrontPlan.WriteService;
import io.sluice.watcher.front.FrontPlan.WriteSlice;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.EndpointSlice.Endpoint;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.FrontSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DESIGN §6, the row of the mesh role in a cluster; ecosystem.md §8c. */
class FrontPlannerTest {
    private static final Endpoint READY = router("10.0.0.1", true, false, "a");

    private static Cluster cluster() {
        return new Cluster().open("ns", "other").routers(READY);
    }

    private static List<String> kinds(FrontPlan plan) {
        return plan.steps().stream()
                .map(step -> step.getClass().getSimpleName() + " " + step.namespace() + "/" + step.name())
                .toList();
    }

    private static List<Code> codes(Cluster cluster) {
        return cluster.problems().stream().map(Problem::code).toList();
    }

    @Test
    void aHostWithoutAServiceGetsOneAndThenASliceWithTheRouters() {
        Cluster cluster = cluster().host("ns", "x", 8000, 5001);
        assertThat(kinds(cluster.plan())).containsExactly("WriteService ns/x");
        assertThat(cluster.settle()).isEqualTo(2);
        Service front = cluster.front("ns", "x");
        assertThat(front.meta().owners()).containsExactly("VirtualService/vs-x");
        assertThat(front.meta().labels()).isEqualTo(OWN.serviceLabels());
        assertThat(front.ports()).extracting(Service.Port::name).containsExactly("http", "grpc");
        EndpointSlice slice = cluster.slice("ns", "x");
        assertThat(slice.meta().labels())
                .containsEntry(Ownership.SLICE_MANAGED_BY, "sluice")
                .containsEntry(EndpointSlice.SERVICE_LABEL, "x");
        assertThat(slice.endpoints()).containsExactly(READY);
        // By the same names, or kube-proxy does not find the ports (ecosystem.md §8b).
        assertThat(slice.ports())
                .extracting(port -> port.name() + " " + port.number())
                .containsExactlyElementsOf(front.ports().stream()
                        .map(port -> port.name() + " " + port.targetPort())
                        .toList());
    }

    @Test
    void aNamespaceThatHasNotOptedInGetsNothingAndHearsWhy() {
        Cluster cluster = cluster().host("closed", "x", 8000);
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(cluster.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem.sentence()).contains("label it sluice.io/front-services=enabled"));
    }

    @Test
    void aNamespaceThatOptsOutLosesWhatItHad() {
        Cluster cluster = cluster().host("ns", "x", 8000);
        cluster.settle();
        cluster.objects.remove(new ObjectId("Namespace", "", "ns"));
        assertThat(kinds(cluster.plan())).containsExactly("WithdrawSlice ns/x-sluice-ipv4", "WithdrawService ns/x");
        cluster.settle();
        assertThat(cluster.serviceAt("ns", "x")).isNull();
    }

    @Test
    void aHostThatGoesTakesItsFrontWithItSliceFirst() {
        Cluster cluster = cluster().host("ns", "x", 8000).host("ns", "y", 8000);
        cluster.settle();
        cluster.hosts.remove("ns/x");
        assertThat(kinds(cluster.plan())).containsExactly("WithdrawSlice ns/x-sluice-ipv4", "WithdrawService ns/x");
    }

    @Test
    void aServiceWithASelectorIsLeftAloneAndItsOwnerToldOfTheFix() {
        Cluster cluster = cluster().others("ns", "x", Map.of("seldon-app", "x"));
        cluster.hosts.put(
                "ns/x",
                new FrontHost(
                        "ns",
                        "x",
                        new ObjectId("SeldonDeployment", "ns", "canary"),
                        true,
                        List.of(new FrontHost.Port(8000, "http", null)),
                        ""));
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(cluster.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.HOST_HAS_SELECTOR_SERVICE);
            assertThat(problem.object()).isEqualTo("SeldonDeployment ns/canary");
            assertThat(problem.sentence()).contains("Remove the annotation seldon.io/svc-name: x");
        });
    }

    @Test
    void aNameThatTheOperatorFreesIsTakenInTheNextPlan() {
        Cluster cluster = cluster().others("ns", "x", Map.of("seldon-app", "x")).host("ns", "x", 8000);
        assertThat(cluster.plan().steps()).isEmpty();
        cluster.objects.remove(service("ns", "x"));
        assertThat(kinds(cluster.plan())).containsExactly("WriteService ns/x");
    }

    @Test
    void aServiceOfOthersWithoutSelectorIsLeftAlone() {
        Cluster cluster = cluster().others("ns", "x", Map.of()).host("ns", "x", 8000);
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(codes(cluster)).containsExactly(Code.HOST_NOT_CAPTURED);
    }

    /** kube-proxy merges all slices of a Service: ours would share its calls out by chance. */
    @Test
    void aSelectorThatAppearsWithdrawsTheSliceAtOnceAndLeavesTheService() {
        Cluster cluster = cluster().host("ns", "x", 8000);
        cluster.settle();
        cluster.select(service("ns", "x"), Map.of("seldon-app", "x"));
        assertThat(kinds(cluster.plan())).containsExactly("WithdrawSlice ns/x-sluice-ipv4");
        assertThat(codes(cluster)).containsExactly(Code.HOST_HAS_SELECTOR_SERVICE);
        cluster.settle();
        assertThat(cluster.serviceAt("ns", "x")).isNotNull();
        cluster.select(service("ns", "x"), Map.of());
        assertThat(kinds(cluster.plan())).containsExactly("WriteSlice ns/x-sluice-ipv4");
    }

    /** The operator deletes a Service whose selector is not its own, and writes it anew (ecosystem.md, finding 3). */
    @Test
    void aFrontServiceThatIsReplacedLosesItsSliceAtOnce() {
        Cluster cluster = cluster().host("ns", "x", 8000);
        cluster.settle();
        cluster.others("ns", "x", Map.of("seldon-app", "x"));
        assertThat(kinds(cluster.plan())).containsExactly("WithdrawSlice ns/x-sluice-ipv4");
    }

    @Test
    void routersThatDrainStayListedAsSuch() {
        Cluster cluster = cluster().host("ns", "x", 8000);
        cluster.settle();
        Endpoint draining = router("10.0.0.1", false, true, "a");
        Endpoint next = router("10.0.0.2", true, false, "b");
        cluster.routers(draining, next);
        assertThat(kinds(cluster.plan())).containsExactly("WriteSlice ns/x-sluice-ipv4");
        cluster.settle();
        assertThat(cluster.slice("ns", "x").endpoints()).containsExactly(draining, next);
    }

    @Test
    void noRouterInSightIsNoReasonToSendCallersNowhere() {
        Cluster cluster = cluster().host("ns", "x", 8000);
        cluster.settle();
        cluster.routers();
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(codes(cluster)).containsExactly(Code.ROUTER_PODS_UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "169.254.169.254",
                "0.0.0.0",
                "224.0.0.1",
                "255.255.255.255",
                "::1",
                "fe80::1",
                "ff02::1",
                "::"
            })
    void addressesThatASliceMayNotHoldAreLeftOut(String address) {
        Cluster cluster = cluster().host("ns", "x", 8000).routers(READY, router(address, true, false, "a"));
        cluster.settle();
        assertThat(cluster.slice("ns", "x").endpoints()).containsExactly(READY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"9lives", "a_b", "A", "x-", "a234567890123456789012345678901234567890123456789012345678901234"})
    void aHostThatCanBeNoServicesNameIsToldSo(String name) {
        Cluster cluster = cluster().host("ns", name, 8000);
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(codes(cluster)).containsExactly(Code.HOST_NOT_CAPTURED);
    }

    @Test
    void theLongestNamesFit() {
        String longest = "a".repeat(63);
        Cluster cluster = cluster().host("ns", longest, 8000);
        cluster.settle();
        assertThat(cluster.slice("ns", longest).meta().name()).hasSizeLessThanOrEqualTo(253);
        Ownership own = Ownership.of(new FrontSettings(longest, longest));
        assertThat(own.router()).hasSizeLessThanOrEqualTo(63).matches("[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?");
    }

    @Test
    void aHostOfAnotherNamespaceIsNobodysToTake() {
        Cluster cluster = cluster();
        cluster.hosts.put(
                "other/x",
                new FrontHost(
                        "other",
                        "x",
                        new ObjectId("VirtualService", "ns", "vs"),
                        false,
                        List.of(new FrontHost.Port(8000, "http", null)),
                        ""));
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(codes(cluster)).containsExactly(Code.HOST_NOT_CAPTURED);
    }

    @Test
    void aPoolThatIsUsedUpLeavesOutWhoComesLast() {
        Cluster cluster = cluster();
        for (int i = 0; i < 20; i++) {
            cluster.host("ns", "x" + i, 8000);
        }
        cluster.settle();
        cluster.host("ns", "a", 8000);
        assertThat(cluster.plan().steps()).isEmpty();
        assertThat(codes(cluster)).containsExactly(Code.HOST_NOT_CAPTURED);
        assertThat(cluster.problems().get(0).sentence()).contains("--router-ports");
    }

    /** Whoever may label a Service could otherwise take another's port away. */
    @Test
    void ofTwoServicesThatClaimAPortTheOlderHasIt() {
        Cluster cluster = cluster().host("ns", "x", 8000).host("other", "y", 8000);
        cluster.settle();
        Service x = cluster.front("ns", "x");
        Service y = cluster.front("other", "y");
        Meta younger = cluster.meta(y.meta().id(), y.meta().labels(), y.meta().owners());
        cluster.put(new Service(younger, x.ports(), Map.of(), false));
        FrontServices fronts = FrontServices.of(List.of(x, cluster.front("other", "y")), SETTINGS);
        assertThat(fronts.target("ns", "x", 8000)).isNotNull();
        assertThat(fronts.target("other", "y", 8000)).isNull();
        cluster.settle();
        assertThat(cluster.serviceAt("ns", "x")).isEqualTo(x);
        assertThat(cluster.front("other", "y").ports()).isNotEqualTo(x.ports());
    }

    @Test
    void whatAnotherRouterWroteIsNotOurs() {
        Cluster cluster = cluster().host("ns", "x", 8000);
        Map<String, String> theirs = Map.of(Ownership.MANAGED_BY, "sluice", Ownership.ROUTER, "team-b.router");
        cluster.put(new Service(
                cluster.meta(service("ns", "x"), theirs, List.of()),
                List.of(new Service.Port("http", 8000, null, "20001")),
                Map.of(),
                false));
        assertThat(cluster.plan().steps()).isEmpty();
    }

    // --- whatever happens ---

    /** What one event of a cluster's life does to it. */
    private static void live(Cluster cluster, Random chance) {
        String namespace = List.of("ns", "other", "closed").get(chance.nextInt(3));
        String name = "x" + chance.nextInt(4);
        switch (chance.nextInt(8)) {
            case 0, 1, 2 ->
                cluster.host(namespace, name, chance.nextBoolean() ? new int[] {8000, 5001} : new int[] {8000});
            case 3 -> cluster.hosts.remove(namespace + "/" + name);
            case 4 -> cluster.others(namespace, name, chance.nextBoolean() ? Map.of("app", "m") : Map.of());
            case 5 -> cluster.objects.remove(service(namespace, name));
            case 6 -> cluster.select(service(namespace, name), chance.nextBoolean() ? Map.of("app", "m") : Map.of());
            default -> cluster.routers(READY, router("10.0.0.2", chance.nextBoolean(), chance.nextBoolean(), "b"));
        }
        if (chance.nextInt(3) == 0) {
            cluster.plan().steps(); // nobody writes: another leads
        }
    }

    private static Map<ObjectId, Resource> ofOthers(Cluster cluster) {
        Map<ObjectId, Resource> others = new TreeMap<>();
        cluster.objects.forEach((id, object) -> {
            boolean ours = switch (object) {
                case Service one -> OWN.wrote(one) && one.selector().isEmpty();
                case EndpointSlice slice -> OWN.wrote(slice);
                default -> false;
            };
            if (!ours) {
                others.put(id, object);
            }
        });
        return others;
    }

    @Property(tries = 300)
    void whateverHappensItSettlesAndNothingOfOthersIsTouched(@ForAll long seed) {
        Random chance = new Random(seed);
        Cluster cluster = cluster();
        for (int i = 0; i < 30; i++) {
            live(cluster, chance);
            if (chance.nextBoolean()) {
                Map<ObjectId, Resource> before = ofOthers(cluster);
                assertThat(cluster.settle()).isLessThanOrEqualTo(3);
                assertThat(ofOthers(cluster)).isEqualTo(before);
                assertSettled(cluster);
            }
        }
    }

    private static boolean isOurs(@Nullable Service there) {
        return there != null && OWN.wrote(there) && there.selector().isEmpty();
    }

    private static void assertSettled(Cluster cluster) {
        assertThat(cluster.plan().steps()).isEmpty();
        List<Integer> targets = new ArrayList<>();
        cluster.objects.forEach((id, object) -> {
            if (object instanceof EndpointSlice slice && OWN.wrote(slice)) {
                assertThat(cluster.objects.get(service(id.namespace(), slice.service())))
                        .isInstanceOfSatisfying(
                                Service.class,
                                front -> assertThat(OWN.wrote(front)
                                                && front.selector().isEmpty())
                                        .isTrue());
                assertThat(cluster.hosts).containsKey(id.namespace() + "/" + slice.service());
                slice.ports().forEach(port -> targets.add(port.number()));
            }
        });
        assertThat(targets)
                .doesNotHaveDuplicates()
                .allSatisfy(target -> assertThat(target).isBetween(SETTINGS.firstPort(), SETTINGS.lastPort()));
        cluster.hosts.values().stream()
                .filter(host -> !host.namespace().equals("closed"))
                .filter(host -> isOurs(cluster.serviceAt(host.namespace(), host.name())))
                .forEach(host -> assertThat(cluster.sliceAt(host.namespace(), host.name()))
                        .isNotNull());
    }

    @Property(tries = 100)
    void portsStayWhereTheyAre(@ForAll long seed) {
        Random chance = new Random(seed);
        Cluster cluster = cluster().host("ns", "steady", 8000, 5001);
        cluster.settle();
        List<Service.Port> before = cluster.front("ns", "steady").ports();
        for (int i = 0; i < 20; i++) {
            live(cluster, chance);
            cluster.settle();
            assertThat(cluster.front("ns", "steady").ports()).isEqualTo(before);
        }
    }

    @Property(tries = 100)
    void thePlanIsTheSameInWhateverOrderThingsAreRead(@ForAll long seed) {
        Random chance = new Random(seed);
        Cluster cluster = cluster();
        for (int i = 0; i < 15; i++) {
            live(cluster, chance);
        }
        Set<FrontPlan> plans = chance.longs(5).mapToObj(cluster::plan).collect(Collectors.toSet());
        assertThat(plans).hasSize(1);
    }

    /** Writers that know nothing of each other yet, as while a leader changes, want the same ports in most cases. */
    @Test
    void whereASearchBeginsIsAMatterOfTheNameAlone() {
        PortPool pool = new PortPool(20_000, 29_999);
        Map<FrontPort, Integer> alone = new HashMap<>();
        List<FrontPort> all = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            FrontPort port = new FrontPort("ns", "model-" + i, 8000);
            all.add(port);
            alone.putAll(pool.assign(List.of(port), Map.of()));
        }
        Map<FrontPort, Integer> together = pool.assign(all, Map.of());
        assertThat(together.values()).doesNotHaveDuplicates();
        assertThat(all.stream().filter(port -> Objects.equals(alone.get(port), together.get(port))))
                .hasSizeGreaterThan(450);
    }

    /** Exhaustive by the compiler: a step more is a case more here. */
    @Test
    void stepsNameTheirObject() {
        Cluster cluster = cluster().host("ns", "x", 8000);
        for (int i = 0; i < 3; i++) {
            for (Step step : cluster.plan().steps()) {
                String name = switch (step) {
                    case WriteService write -> write.service().name();
                    case WriteSlice write -> write.slice().name();
                    case WithdrawService gone -> gone.name();
                    case WithdrawSlice gone -> gone.name();
                };
                assertThat(step.name()).isEqualTo(name);
            }
        }
    }
}
