package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.watcher.Applied;
import io.sluice.watcher.Publisher;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.CertificateFiles;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Documents.Document;
import io.sluice.watcher.source.Source;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was admitted survives restarts, and is the same for all replicas (DESIGN §4, admission). */
@Timeout(60)
class AdmittedSpecsTest {
    private static final FrontSettings FRONTS = new FrontSettings("sluice", "router");
    private static final String CONFIG_MAP = "/api/v1/namespaces/sluice/configmaps/router-admitted";
    private static final String POLICY = """
        apiVersion: security.istio.io/v1
        kind: AuthorizationPolicy
        metadata: {name: p, namespace: istio-system}
        spec: {action: ACTION, rules: [{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]}
        """;
    private static final String ROUTES = """
        apiVersion: networking.istio.io/v1
        kind: VirtualService
        metadata: {name: a, namespace: ns}
        spec: {hosts: [a], http: [{directResponse: {status: STATUS}}]}
        """;
    private static final String SERVICE = """
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: ns}
        spec: {ports: [{name: http, port: 8000}]}
        """;

    private final MemoryApi api = new MemoryApi();

    private AdmittedSpecs specs() {
        return new AdmittedSpecs(api, Ownership.of(FRONTS), "sluice", "router-admitted");
    }

    /** What a test hands over is there. */
    private static final class Given implements Source {
        private @Nullable Listener listener;

        @Override
        public void follow(Listener to) {
            listener = to;
        }

        void are(String... documents) throws IOException {
            List<Document> all = new ArrayList<>();
            for (String document : documents) {
                all.add(Document.of(new YAMLMapper().readTree(document)));
            }
            Objects.requireNonNull(listener)
                    .changed(new Documents(all, List.of(), Set.of(), true), CertificateFiles.AS_THEY_ARE);
        }

        @Override
        public void close() {}
    }

    private static final class Tables implements Publisher {
        private RoutingTable table = RoutingTable.EMPTY;

        @Override
        public void publish(Endpoints endpoints) {}

        @Override
        public void publish(RoutingTable published) {
            table = published;
        }

        /** Statuses that routes answer with, and how many rules deny. */
        String says() {
            String text = table.toString();
            return (text.contains("status=201") ? "201" : text.contains("status=202") ? "202" : "none")
                    + (text.contains("10.0.0.0/8") ? " denies some" : " denies others");
        }
    }

    private Tables replica(Given source, ClusterWriter writer) {
        Tables tables = new Tables();
        Watcher.start(
                new RememberedSource(source, writer),
                Settings.DEFAULT.withFronts(FRONTS),
                new Publisher() {
                    @Override
                    public void publish(Endpoints endpoints) {}

                    @Override
                    public void publish(RoutingTable table) {
                        tables.publish(table);
                    }

                    @Override
                    public void applied(Applied applied) {
                        writer.applied(applied);
                    }
                },
                problems -> {});
        return tables;
    }

    @Test
    void aRouterThatStartsWhileObjectsAreRefusedGoesOnWithWhatTheOthersHave() throws Exception {
        String good = ROUTES.replace("STATUS", "201");
        String bad = ROUTES.replace("STATUS", "9999");
        String policy = POLICY.replace("ACTION", "DENY");
        String badPolicy = POLICY.replace("ACTION", "PERHAPS");
        try (ClusterWriter first = ClusterWriter.start(api, FRONTS, "router-0")) {
            Given before = new Given();
            Tables tables = replica(before, first);
            before.are(SERVICE, good, policy);
            assertThat(tables.says()).isEqualTo("201 denies some");
            before.are(SERVICE, bad, badPolicy);
            assertThat(tables.says()).isEqualTo("201 denies some");
            while (kept() < 2) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        try (ClusterWriter second = ClusterWriter.start(api, FRONTS, "router-1")) {
            Given after = new Given();
            Tables tables = replica(after, second);
            after.are(SERVICE, bad, badPolicy);
            assertThat(tables.says()).isEqualTo("201 denies some");
            // What is mended counts, and what is gone is gone.
            after.are(SERVICE, ROUTES.replace("STATUS", "202"));
            assertThat(tables.says()).isEqualTo("202 denies others");
        }
    }

    private int kept() throws IOException {
        return api.get(CONFIG_MAP) == null ? 0 : specs().read().size();
    }

    @Test
    void whatIsWrittenIsRead() throws Exception {
        List<JsonNode> objects = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            objects.add(MemoryApi.object("security.istio.io/v1", "AuthorizationPolicy", "ns", "grüße-" + i));
        }
        specs().write(objects);
        assertThat(specs().read()).isEqualTo(objects);
        assertThat(api.there(CONFIG_MAP)
                        .at("/metadata/labels/sluice.io~1router")
                        .asText())
                .isEqualTo("sluice.router");
        specs().write(List.of());
        assertThat(specs().read()).isEmpty();
    }

    @Test
    void whatHasNotChangedIsNotWrittenAgain() throws Exception {
        AdmittedSpecs specs = specs();
        List<JsonNode> objects = List.of(MemoryApi.object("v1", "Service", "ns", "x"));
        specs.write(objects);
        int asked = api.asked.size();
        specs.write(objects);
        assertThat(api.asked).hasSize(asked);
    }

    @Test
    void aConfigMapOfOthersIsLeftAlone() throws Exception {
        ObjectNode theirs = api.put(CONFIG_MAP, MemoryApi.object("v1", "ConfigMap", "sluice", "router-admitted"));
        assertThatThrownBy(() -> specs().write(List.of())).hasMessageContaining("not this router's");
        assertThat(api.get(CONFIG_MAP)).isEqualTo(theirs);
    }

    @Test
    void whatIsTornIsNotBelievedAndNotWrittenOver() throws Exception {
        specs().write(List.of(MemoryApi.object("v1", "Service", "ns", "x")));
        ObjectNode torn = api.there(CONFIG_MAP);
        torn.withObject("/binaryData").put("admitted.json.gz", "H4sIAAAA");
        api.put(CONFIG_MAP, torn);
        assertThatThrownBy(() -> specs().read()).isInstanceOf(IOException.class);
        ObjectNode there = api.get(CONFIG_MAP);
        try (ClusterWriter writer = ClusterWriter.start(api, FRONTS, "router-0")) {
            Given source = new Given();
            replica(source, writer);
            source.are(SERVICE, POLICY.replace("ACTION", "DENY"));
            while (!writer.leads()) {
                LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            }
        }
        assertThat(api.get(CONFIG_MAP)).isEqualTo(there);
    }

    @Test
    void whatDoesNotFitIsSaid() {
        Random random = new Random(1);
        ObjectNode large = new ObjectMapper().createObjectNode();
        byte[] noise = new byte[1 << 20];
        random.nextBytes(noise);
        large.put("x", noise);
        assertThatThrownBy(() -> specs().write(List.of(large))).hasMessageContaining("too large");
    }
}
