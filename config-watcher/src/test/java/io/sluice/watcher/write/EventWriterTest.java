package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.Applied;
import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.VirtualService;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is told, to whom, and how often. */
class EventWriterTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.000006Z");

    private final MemoryApi api = new MemoryApi();
    private final EventWriter events = new EventWriter(api, "router-0", () -> NOW, 0);

    private static Problem problem(String name, Severity severity, Code code, String sentence) {
        return new Problem(severity, code, "VirtualService ns/" + name, "spec.hosts", sentence, "");
    }

    private static VirtualService routes(String name, String host, List<String> owners) {
        Meta meta = new Meta(new ObjectId("VirtualService", "ns", name), Instant.MIN, Map.of(), Map.of(), owners, "");
        return new VirtualService(meta, List.of(host), List.of("mesh"), List.of(), List.of(), List.of());
    }

    private void there(String kind, String group, String name) {
        String plural = kind.toLowerCase(Locale.ROOT) + "s";
        api.put("/apis/" + group + "/namespaces/ns/" + plural + "/" + name, MemoryApi.object(group, kind, "ns", name));
    }

    private void apply(List<Problem> problems, Resource... admitted) {
        events.applied(new Applied(FrontPlan.NOTHING, problems, List.of(admitted)));
    }

    private List<JsonNode> written() {
        List<JsonNode> all = new ArrayList<>();
        api.objects.forEach((path, object) -> {
            if (path.contains("/events/")) {
                all.add(object);
            }
        });
        return all;
    }

    private List<String> reasons() {
        return written().stream()
                .map(event -> event.path("reason").asText() + " "
                        + event.at("/regarding/name").asText())
                .toList();
    }

    @Test
    void aProblemIsAnEventOfItsObjectAsItStandsInTheCluster() throws Exception {
        there("VirtualService", "networking.istio.io/v1beta1", "a");
        apply(List.of(problem("a", Severity.ERROR, Code.REFUSED, "is nothing")));
        events.write(0);
        assertThat(written()).singleElement().satisfies(event -> {
            assertThat(event.path("type").asText()).isEqualTo("Warning");
            assertThat(event.path("reason").asText()).isEqualTo("Rejected");
            assertThat(event.path("note").asText()).isEqualTo("spec.hosts: is nothing");
            assertThat(event.path("eventTime").asText()).isEqualTo("2026-01-02T03:04:05.000006Z");
            assertThat(event.path("reportingController").asText()).isEqualTo("sluice.io/router");
            assertThat(event.path("reportingInstance").asText()).isEqualTo("router-0");
            assertThat(event.path("action").asText()).isNotEmpty();
            assertThat(event.path("regarding"))
                    .hasToString("{\"apiVersion\":\"networking.istio.io/v1beta1\",\"kind\":\"VirtualService\","
                            + "\"namespace\":\"ns\",\"name\":\"a\",\"uid\":\"uid-1\"}");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, Rejected",
        "INVALID_FIELD, Rejected",
        "HOST_OWNED, Conflict",
        "CLAIMED_TWICE, Conflict",
        "HOST_HAS_SELECTOR_SERVICE, HostHasSelectorService",
        "UNKNOWN_SUBSET, UnknownSubset",
    })
    void reasonsAreWordsThatPeopleSearchFor(Code code, String reason) {
        assertThat(Remarks.reason(code)).isEqualTo(reason);
    }

    @Test
    void noticesAreNotTold() throws Exception {
        there("VirtualService", "networking.istio.io/v1", "a");
        apply(List.of(problem("a", Severity.NOTICE, Code.UNKNOWN_FIELD, "is read past")));
        events.write(0);
        assertThat(written()).isEmpty();
    }

    @Test
    void whatHoldsIsToldOnceWhoeverLeads() throws Exception {
        there("VirtualService", "networking.istio.io/v1", "a");
        List<Problem> problems = List.of(problem("a", Severity.ERROR, Code.REFUSED, "is nothing"));
        for (int i = 0; i < 10; i++) {
            apply(problems);
            events.write(i * 60L * SECOND);
        }
        EventWriter next = new EventWriter(api, "router-1", () -> NOW, 0);
        next.applied(new Applied(FrontPlan.NOTHING, problems, List.of()));
        next.write(0);
        assertThat(next.idle()).isTrue();
        assertThat(written()).hasSize(1);
    }

    @Test
    void whatIsMendedAndBreaksAgainIsToldAgainByAnotherSentence() throws Exception {
        there("VirtualService", "networking.istio.io/v1", "a");
        apply(List.of(problem("a", Severity.ERROR, Code.REFUSED, "is nothing")));
        events.write(0);
        apply(List.of());
        apply(List.of(problem("a", Severity.ERROR, Code.REFUSED, "is less than nothing")));
        events.write(SECOND);
        assertThat(reasons()).containsExactly("Rejected a", "Rejected a");
    }

    @Test
    void whatIsMendedBeforeItWasToldIsNotTold() throws Exception {
        there("VirtualService", "networking.istio.io/v1", "a");
        apply(List.of(problem("a", Severity.ERROR, Code.REFUSED, "is nothing")));
        apply(List.of());
        events.write(0);
        assertThat(written()).isEmpty();
    }

    @Test
    void whatChangesAndIsInForceIsAcceptedAndWhatWasThereBeforeIsOldNews() throws Exception {
        there("VirtualService", "networking.istio.io/v1", "a");
        there("VirtualService", "networking.istio.io/v1", "b");
        there("SeldonDeployment", "machinelearning.seldon.io/v1", "sd");
        VirtualService a = routes("a", "x", List.of());
        VirtualService derived = routes("sd-http", "y", List.of("SeldonDeployment/sd"));
        apply(List.of(), a, derived);
        events.write(0);
        assertThat(written()).isEmpty();
        apply(List.of(), a, routes("b", "z", List.of()), routes("sd-http", "y2", List.of("SeldonDeployment/sd")));
        events.write(0);
        assertThat(reasons()).containsExactlyInAnyOrder("Accepted b", "Accepted sd");
        assertThat(written())
                .allSatisfy(event -> assertThat(event.path("type").asText()).isEqualTo("Normal"));
        apply(List.of(), a, routes("b", "z", List.of()), routes("sd-http", "y2", List.of("SeldonDeployment/sd")));
        events.write(SECOND);
        assertThat(written()).hasSize(2);
    }

    @Test
    void aThousandProblemsAreToldOneByOne() throws Exception {
        List<Problem> problems = IntStream.range(0, 100)
                .mapToObj(i -> problem("a" + i, Severity.ERROR, Code.REFUSED, "is nothing"))
                .toList();
        for (int i = 0; i < 100; i++) {
            there("VirtualService", "networking.istio.io/v1", "a" + i);
        }
        apply(problems);
        events.write(0);
        assertThat(written()).hasSize(EventWriter.AT_ONCE);
        for (long second = 1; second <= 20; second++) {
            events.write(second * SECOND);
        }
        assertThat(written()).hasSize(EventWriter.AT_ONCE + 10);
        for (long second = 21; second <= 200; second++) {
            events.write(second * SECOND);
        }
        assertThat(written()).hasSize(100);
        assertThat(events.idle()).isTrue();
    }

    @Test
    void oneObjectThatChangesAllTheTimeLeavesRoomForOthers() throws Exception {
        there("VirtualService", "networking.istio.io/v1", "a");
        there("VirtualService", "networking.istio.io/v1", "b");
        apply(List.of());
        for (int i = 0; i < 50; i++) {
            apply(List.of(), routes("a", "x" + i, List.of()));
            events.write(i);
        }
        assertThat(written()).hasSize(EventWriter.AT_ONCE_OF_ONE);
        apply(List.of(problem("b", Severity.ERROR, Code.REFUSED, "is nothing")), routes("a", "x49", List.of()));
        events.write(60);
        assertThat(reasons()).contains("Rejected b");
    }

    @Test
    void whatIsNotInTheClusterIsNotRegarded() throws Exception {
        apply(List.of(
                problem("gone", Severity.ERROR, Code.REFUSED, "is nothing"),
                new Problem(
                        Severity.ERROR, Code.MISSING_MESH_CERTIFICATE, "Option --mesh-certs", "", "is not there", ""),
                new Problem(Severity.ERROR, Code.UNREADABLE_FILE, "a.yaml", "", "is no YAML", "")));
        events.write(0);
        assertThat(api.writes()).isEmpty();
        assertThat(events.idle()).isTrue();
    }

    @Test
    void whatTheServerDoesNotTakeIsToldLater() throws Exception {
        there("VirtualService", "networking.istio.io/v1", "a");
        apply(List.of(problem("a", Severity.ERROR, Code.REFUSED, "is nothing")));
        api.before = (method, path) -> {
            throw new IOException("cut off");
        };
        assertThatThrownBy(() -> events.write(0)).isInstanceOf(IOException.class);
        assertThat(events.idle()).isFalse();
        api.before = (method, path) -> {};
        events.write(SECOND);
        assertThat(written()).hasSize(1);
    }
}
