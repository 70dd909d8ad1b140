package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import io.sluice.watcher.front.FrontPlan.WriteService;
import io.sluice.watcher.front.FrontPlan.WriteSlice;
import io.sluice.watcher.front.FrontService;
import io.sluice.watcher.front.FrontSlice;
import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.resource.EndpointSlice;
import io.sluice.watcher.resource.EndpointSlice.Endpoint;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.FrontSettings;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a step does to a cluster, and to one that others change at the same time (ecosystem.md §8c). */
class FrontWriterTest {
    private static final String SERVICE = "/api/v1/namespaces/ns/services/x";
    private static final String SLICE = "/apis/discovery.k8s.io/v1/namespaces/ns/endpointslices/x-sluice-ipv4";
    private static final String OWNER = "/apis/networking.istio.io/v1/namespaces/ns/virtualservices/vs";
    private static final WriteService WRITE_SERVICE = new WriteService(new FrontService(
            "ns",
            "x",
            new ObjectId("VirtualService", "ns", "vs"),
            List.of(
                    new FrontService.Port("grpc", 5001, 20_001, "kubernetes.io/h2c"),
                    new FrontService.Port("http", 8000, 20_002, null))));
    private static final WriteSlice WRITE_SLICE = new WriteSlice(new FrontSlice(
            "ns",
            "x",
            "IPv4",
            List.of(new EndpointSlice.Port("http", 20_002)),
            List.of(new Endpoint(List.of("10.0.0.1"), false, true, true, "router-0", "node-a", "zone-a"))));

    private final MemoryApi api = new MemoryApi();
    private final FrontWriter writer =
            new FrontWriter(api, new FrontTrees(Ownership.of(new FrontSettings("sluice", "router")), "sluice"));

    @BeforeEach
    void owner() {
        api.put(OWNER, MemoryApi.object("networking.istio.io/v1", "VirtualService", "ns", "vs"));
    }

    private static ObjectNode selecting(ObjectNode service) {
        service.withObject("/spec/selector").put("app", "model");
        return service;
    }

    private ObjectNode others() {
        ObjectNode service = MemoryApi.object("v1", "Service", "ns", "x");
        service.putObject("spec").putArray("ports").addObject().put("port", 80);
        return service;
    }

    @Test
    void aFrontServiceHasNoSelectorAndItsOwnerNoHoldOnIt() throws Exception {
        writer.take(WRITE_SERVICE);
        assertThat(api.get(SERVICE)).hasToString("""
            {"apiVersion":"v1","kind":"Service","metadata":{"name":"x","namespace":"ns",\
            "labels":{"LABELS"},"ownerReferences":[{"apiVersion":"networking.istio.io/v1","kind":"VirtualService",\
            "name":"vs","uid":"uid-1"}],"uid":"uid-3","resourceVersion":"4"},\
            "spec":{"type":"ClusterIP","ipFamilyPolicy":"PreferDualStack","trafficDistribution":"PreferClose",\
            "ports":[{"name":"grpc","port":5001,"targetPort":20001,"protocol":"TCP","appProtocol":"kubernetes.io/h2c"},\
            {"name":"http","port":8000,"targetPort":20002,"protocol":"TCP"}]}}\
            """.replace("\"LABELS\"", labels()));
    }

    private String labels() {
        StringBuilder labels = new StringBuilder();
        api.there(SERVICE)
                .path("metadata")
                .path("labels")
                .properties()
                .forEach(label -> labels.append(labels.isEmpty() ? "" : ",")
                        .append("\"" + label.getKey() + "\":" + label.getValue()));
        assertThat(labels.toString())
                .contains("\"app.kubernetes.io/managed-by\":\"sluice\"", "\"sluice.io/router\":\"sluice.router\"");
        return labels.toString();
    }

    /** Seldon's operator deletes Services of which a SeldonDeployment is the controller and that it did not write. */
    @Test
    void aSeldonDeploymentOwnsAFrontServiceWithoutControllingIt() throws Exception {
        api.put(
                "/apis/machinelearning.seldon.io/v1alpha3/namespaces/ns/seldondeployments/sd",
                MemoryApi.object("machinelearning.seldon.io/v1alpha3", "SeldonDeployment", "ns", "sd"));
        writer.take(new WriteService(new FrontService(
                "ns",
                "x",
                new ObjectId("SeldonDeployment", "ns", "sd"),
                WRITE_SERVICE.service().ports())));
        ObjectNode written = api.there(SERVICE);
        assertThat(written.at("/metadata/ownerReferences/0/apiVersion").asText())
                .isEqualTo("machinelearning.seldon.io/v1alpha3");
        assertThat(written.at("/metadata/ownerReferences/0").has("controller")).isFalse();
        assertThat(written.at("/metadata/ownerReferences/0").has("blockOwnerDeletion"))
                .isFalse();
    }

    @Test
    void withoutItsOwnerNothingIsWritten() throws Exception {
        api.objects.remove(OWNER);
        writer.take(WRITE_SERVICE);
        assertThat(api.writes()).isEmpty();
    }

    @Test
    void aServiceOfOthersIsNeverTouched() throws Exception {
        ObjectNode theirs = api.put(SERVICE, selecting(others()));
        writer.take(WRITE_SERVICE);
        writer.take(WRITE_SLICE);
        writer.take(new WithdrawService("ns", "x"));
        assertThat(api.writes()).isEmpty();
        assertThat(api.get(SERVICE)).isEqualTo(theirs);
    }

    @Test
    void whoeverIsFirstHasTheName() throws Exception {
        api.before = (method, path) -> {
            if (method == Api.Method.POST) {
                api.put(SERVICE, others());
            }
        };
        writer.take(WRITE_SERVICE);
        assertThat(api.get(SERVICE)).isNotNull();
        assertThat(api.there(SERVICE).path("metadata").has("labels")).isFalse();
    }

    /** The check and the write are two requests; what happens between them must not be overwritten. */
    @Test
    void aChangeInBetweenIsNotOverwritten() throws Exception {
        writer.take(WRITE_SERVICE);
        api.before = (method, path) -> {
            if (method == Api.Method.PUT || method == Api.Method.DELETE) {
                api.put(SERVICE, selecting(api.there(SERVICE)));
            }
        };
        WriteService other = new WriteService(new FrontService(
                "ns",
                "x",
                new ObjectId("VirtualService", "ns", "vs"),
                List.of(new FrontService.Port("http", 80, 20_003, null))));
        for (Step step : List.of(other, new WithdrawService("ns", "x"))) {
            ObjectNode ours = api.there(SERVICE);
            ours.withObject("/spec").remove("selector");
            api.put(SERVICE, ours);
            assertThatThrownBy(() -> writer.take(step))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("409");
        }
        api.before = (method, path) -> {};
        // Looked at again, it is somebody else's.
        writer.take(other);
        writer.take(new WithdrawService("ns", "x"));
        assertThat(api.there(SERVICE).at("/spec/selector/app").asText()).isEqualTo("model");
    }

    @Test
    void whatOthersAddToAFrontServiceStays() throws Exception {
        writer.take(WRITE_SERVICE);
        ObjectNode annotated = api.there(SERVICE);
        annotated.withObject("/metadata/annotations").put("cloud", "yes");
        annotated.withObject("/spec").put("clusterIP", "10.96.0.7");
        api.put(SERVICE, annotated);
        writer.take(new WriteService(new FrontService(
                "ns",
                "x",
                new ObjectId("VirtualService", "ns", "vs"),
                List.of(new FrontService.Port("http", 80, 20_003, null)))));
        ObjectNode now = api.there(SERVICE);
        assertThat(now.at("/metadata/annotations/cloud").asText()).isEqualTo("yes");
        assertThat(now.at("/spec/clusterIP").asText()).isEqualTo("10.96.0.7");
        assertThat(now.at("/spec/ports")).hasSize(1);
    }

    @Test
    void aSliceSaysWhoWroteItWhereItLeadsAndForWhichZone() throws Exception {
        writer.take(WRITE_SERVICE);
        writer.take(WRITE_SLICE);
        ObjectNode slice = api.there(SLICE);
        assertThat(slice.at("/metadata/labels/endpointslice.kubernetes.io~1managed-by")
                        .asText())
                .isEqualTo("sluice");
        assertThat(slice.at("/metadata/labels/kubernetes.io~1service-name").asText())
                .isEqualTo("x");
        assertThat(slice.at("/metadata/ownerReferences/0/kind").asText()).isEqualTo("Service");
        assertThat(slice.at("/metadata/ownerReferences/0/uid"))
                .isEqualTo(api.there(SERVICE).at("/metadata/uid"));
        assertThat(slice.path("addressType").asText()).isEqualTo("IPv4");
        assertThat(slice.path("ports")).hasToString("[{\"name\":\"http\",\"port\":20002,\"protocol\":\"TCP\"}]");
        assertThat(slice.path("endpoints")).hasToString("""
            [{"addresses":["10.0.0.1"],"conditions":{"ready":false,"serving":true,"terminating":true},\
            "nodeName":"node-a","zone":"zone-a","hints":{"forZones":[{"name":"zone-a"}]},\
            "targetRef":{"kind":"Pod","namespace":"sluice","name":"router-0"}}]\
            """);
    }

    @Test
    void behindAServiceThatHasGotASelectorNoSliceIsWritten() throws Exception {
        writer.take(WRITE_SERVICE);
        api.put(SERVICE, selecting(api.there(SERVICE)));
        writer.take(WRITE_SLICE);
        assertThat(api.get(SLICE)).isNull();
    }

    @Test
    void whatIsAsItShouldBeIsNotWrittenAgain() throws Exception {
        writer.take(WRITE_SERVICE);
        writer.take(WRITE_SLICE);
        int writes = api.writes().size();
        writer.take(WRITE_SERVICE);
        writer.take(WRITE_SLICE);
        assertThat(api.writes()).hasSize(writes);
    }

    @Test
    void withdrawingIsDoneOnce() throws Exception {
        writer.take(WRITE_SERVICE);
        writer.take(WRITE_SLICE);
        for (int i = 0; i < 2; i++) {
            writer.take(new WithdrawSlice("ns", "x-sluice-ipv4"));
            writer.take(new WithdrawService("ns", "x"));
        }
        assertThat(api.get(SERVICE)).isNull();
        assertThat(api.get(SLICE)).isNull();
        assertThat(api.writes())
                .filteredOn(request -> request.startsWith("DELETE"))
                .hasSize(2);
    }

    @Test
    void aSliceOfOthersIsNotWithdrawn() throws Exception {
        api.put(SLICE, MemoryApi.object("discovery.k8s.io/v1", "EndpointSlice", "ns", "x-sluice-ipv4"));
        writer.take(new WithdrawSlice("ns", "x-sluice-ipv4"));
        assertThat(api.get(SLICE)).isNotNull();
    }
}
