package io.sluice.watcher.front;

import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import io.sluice.watcher.front.FrontPlan.WriteService;
import io.sluice.watcher.front.FrontPlan.WriteSlice;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.EndpointSlice.Endpoint;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.store.Manifests;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A cluster of tests: objects by name, and steps that are taken as an API server would. */
final class Cluster {
    static final FrontSettings SETTINGS = new FrontSettings("sluice", "router", 20_000, 20_019);
    static final Ownership OWN = Ownership.of(SETTINGS);

    final Map<ObjectId, Resource> objects = new TreeMap<>();
    final Map<String, FrontHost> hosts = new TreeMap<>();
    private List<Problem> problems = List.of();
    private long clock;

    static ObjectId service(String namespace, String name) {
        return new ObjectId("Service", namespace, name);
    }

    Meta meta(ObjectId id, Map<String, String> labels, List<String> owners) {
        return new Meta(id, Instant.ofEpochSecond(++clock), labels, Map.of(), owners, "");
    }

    Cluster open(String... namespaces) {
        for (String name : namespaces) {
            put(new Namespace(meta(
                    new ObjectId("Namespace", "", name), Map.of(Ownership.OPT_IN, Ownership.OPTED_IN), List.of())));
        }
        return this;
    }

    Cluster host(String namespace, String name, int... ports) {
        List<FrontHost.Port> all = new ArrayList<>();
        for (int port : ports) {
            all.add(new FrontHost.Port(port, port == 5001 ? "grpc" : "http", null));
        }
        hosts.put(
                namespace + "/" + name,
                new FrontHost(namespace, name, new ObjectId("VirtualService", namespace, "vs-" + name), true, all, ""));
        return this;
    }

    /** Somebody's Service. */
    Cluster others(String namespace, String name, Map<String, String> selector) {
        Meta meta = meta(service(namespace, name), Map.of("app", "other"), List.of());
        put(new Service(meta, List.of(new Service.Port("http", 8000, null, null)), selector, false));
        return this;
    }

    /** Pods of the router, as the slice of its own Service has them. */
    Cluster routers(Endpoint... endpoints) {
        ObjectId id = new ObjectId("EndpointSlice", SETTINGS.namespace(), "router-x7k2p");
        Meta meta = meta(
                id,
                Map.of(
                        EndpointSlice.SERVICE_LABEL,
                        SETTINGS.service(),
                        Ownership.SLICE_MANAGED_BY,
                        "endpointslice-controller.k8s.io"),
                List.of());
        put(new EndpointSlice(
                meta, SETTINGS.service(), "IPv4", List.of(new EndpointSlice.Port("http", 8000)), List.of(endpoints)));
        return this;
    }

    static Endpoint router(String address, boolean ready, boolean terminating, String zone) {
        return new Endpoint(List.of(address), ready, true, terminating, "router-" + address, "node", zone);
    }

    void put(Resource resource) {
        objects.put(resource.meta().id(), resource);
    }

    void select(ObjectId id, Map<String, String> selector) {
        if (objects.get(id) instanceof Service there) {
            put(new Service(there.meta(), there.ports(), selector, false));
        }
    }

    @Nullable
    Service serviceAt(String namespace, String name) {
        return objects.get(service(namespace, name)) instanceof Service there ? there : null;
    }

    /** What must be there. */
    Service front(String namespace, String name) {
        return Objects.requireNonNull(serviceAt(namespace, name), name);
    }

    EndpointSlice slice(String namespace, String service) {
        return Objects.requireNonNull(sliceAt(namespace, service), service);
    }

    @Nullable
    EndpointSlice sliceAt(String namespace, String service) {
        ObjectId id = new ObjectId("EndpointSlice", namespace, service + "-sluice-ipv4");
        return objects.get(id) instanceof EndpointSlice there ? there : null;
    }

    FrontPlan plan() {
        return plan(0);
    }

    /** @param seed of the order in which objects and hosts are read */
    FrontPlan plan(long seed) {
        List<Resource> read = new ArrayList<>(objects.values());
        List<FrontHost> wanted = new ArrayList<>(hosts.values());
        Collections.shuffle(read, new Random(seed));
        Collections.shuffle(wanted, new Random(seed));
        Problems told = new Problems();
        FrontPlan plan = FrontPlanner.plan(wanted, new Manifests(read, List.of()), SETTINGS, told);
        problems = told.list();
        return plan;
    }

    /** Of the last plan. */
    List<Problem> problems() {
        return problems;
    }

    /** Writes until nothing is left to write; how many rounds that took. */
    int settle() {
        for (int round = 0; round < 10; round++) {
            List<Step> steps = plan().steps();
            if (steps.isEmpty()) {
                return round;
            }
            steps.forEach(this::take);
        }
        throw new AssertionError("still: " + plan());
    }

    private void take(Step step) {
        switch (step) {
            case WriteService write -> write(write.service());
            case WriteSlice write -> write(write.slice());
            case WithdrawSlice gone -> objects.remove(new ObjectId("EndpointSlice", gone.namespace(), gone.name()));
            case WithdrawService gone -> objects.remove(service(gone.namespace(), gone.name()));
        }
    }

    private void write(FrontService wanted) {
        ObjectId id = service(wanted.namespace(), wanted.name());
        Resource there = objects.get(id);
        String owner = wanted.owner().kind() + "/" + wanted.owner().name();
        Meta meta = there == null
                ? meta(id, OWN.serviceLabels(), List.of(owner))
                : new Meta(id, there.meta().created(), there.meta().labels(), Map.of(), List.of(owner), "");
        List<Service.Port> ports = wanted.ports().stream()
                .map(port ->
                        new Service.Port(port.name(), port.number(), port.appProtocol(), String.valueOf(port.target())))
                .toList();
        put(new Service(meta, ports, Map.of(), false));
    }

    private void write(FrontSlice wanted) {
        ObjectId id = new ObjectId("EndpointSlice", wanted.namespace(), wanted.name());
        put(new EndpointSlice(
                meta(id, OWN.sliceLabels(wanted.service()), List.of()),
                wanted.service(),
                wanted.addressType(),
                wanted.ports(),
                wanted.endpoints()));
    }
}
