package io.sluice.cli;

import static io.sluice.cli.Deployed.DEPLOY;
import static io.sluice.cli.Deployed.list;
import static io.sluice.cli.Deployed.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.watcher.admission.Kinds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/**
 * What {@code deploy/} puts into a cluster fits together, and fits the program; where kubectl and helm are there, they make of it what is
 * written down in {@code deploy/golden} (ADR 26).
 */
class DeployTest {
    private static final Path KUSTOMIZE = DEPLOY.resolve("kustomize");
    private static final Path GOLDEN = DEPLOY.resolve("golden");

    /** What the leader writes that keeps front Services. */
    private static final Set<String> WRITTEN = Set.of("services", "endpointslices", "leases", "configmaps", "events");

    @ParameterizedTest
    @MethodSource("variants")
    void flagsAreFlagsOfTheProgram(String variant) throws Exception {
        for (JsonNode container : containers(objects(variant))) {
            String[] arguments = list(container.path("args")).toArray(String[]::new);
            CommandLine.ParseResult parsed = Main.line().parseArgs(arguments);
            assertThat(parsed.subcommand()).as(String.join(" ", arguments)).isNotNull();
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void selectorsFindPods(String variant) throws Exception {
        Deployed objects = objects(variant);
        List<Map<String, String>> pods = objects.ofKind("Deployment").stream()
                .map(deployment -> texts(deployment.at("/spec/template/metadata/labels")))
                .toList();
        List<JsonNode> selectors = new ArrayList<>();
        objects.ofKind("Deployment").forEach(object -> selectors.add(object.at("/spec/selector/matchLabels")));
        objects.ofKind("Service").forEach(object -> selectors.add(object.at("/spec/selector")));
        objects.ofKind("PodDisruptionBudget").forEach(object -> selectors.add(object.at("/spec/selector/matchLabels")));
        objects.ofKind("NetworkPolicy").forEach(object -> selectors.add(object.at("/spec/podSelector/matchLabels")));
        assertThat(selectors)
                .isNotEmpty()
                .allSatisfy(selector -> assertThat(pods)
                        .anySatisfy(labels -> assertThat(labels).containsAllEntriesOf(texts(selector))));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void portsThatAreNamedAreThere(String variant) throws Exception {
        Deployed objects = objects(variant);
        Set<String> names = new HashSet<>();
        Set<Integer> numbers = new HashSet<>();
        for (JsonNode container : containers(objects)) {
            Set<String> own = new HashSet<>();
            container.path("ports").forEach(port -> {
                own.add(port.path("name").asText());
                numbers.add(port.path("containerPort").asInt());
            });
            for (String probe : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
                assertThat(own)
                        .as(probe)
                        .contains(container.at("/" + probe + "/httpGet/port").asText());
            }
            names.addAll(own);
        }
        for (JsonNode service : objects.ofKind("Service")) {
            for (JsonNode port : service.at("/spec/ports")) {
                JsonNode target = port.path("targetPort");
                assertThat(target.isNumber() ? numbers.contains(target.asInt()) : names.contains(target.asText()))
                        .as("%s", port)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("variants")
    void podsRunAsAnybodyWithNoRightsAndHaveTimeToDrain(String variant) throws Exception {
        for (JsonNode deployment : objects(variant).ofKind("Deployment")) {
            JsonNode pod = deployment.at("/spec/template/spec");
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            for (JsonNode container : pod.path("containers")) {
                JsonNode context = container.path("securityContext");
                assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(context.path("allowPrivilegeEscalation").asBoolean(true))
                        .isFalse();
                assertThat(list(context.at("/capabilities/drop"))).containsExactly("ALL");
                assertThat(container.has("lifecycle")).as("no hook is needed").isFalse();
                int drain = list(container.path("args")).stream()
                        .filter(flag -> flag.startsWith("--drain-"))
                        .mapToInt(flag -> Integer.parseInt(flag.substring(flag.indexOf('=') + 1)))
                        .sum();
                assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isGreaterThan(drain);
            }
        }
    }

    /** Every right is used, and what is read may be read. */
    @ParameterizedTest
    @MethodSource("variants")
    void rightsAreThoseThatAreUsed(String variant) throws Exception {
        Set<String> readable = new TreeSet<>();
        Set<String> written = new TreeSet<>();
        Deployed objects = objects(variant);
        for (JsonNode role : Stream.concat(objects.ofKind("ClusterRole").stream(), objects.ofKind("Role").stream())
                .toList()) {
            for (JsonNode rule : role.path("rules")) {
                List<String> verbs = list(rule.path("verbs"));
                assertThat(verbs).as("no right to everything").doesNotContain("*");
                boolean reads = Set.of("get", "list", "watch").containsAll(verbs);
                for (String group : list(rule.path("apiGroups"))) {
                    for (String resource : list(rule.path("resources"))) {
                        if (reads) {
                            readable.add(group + "/" + resource);
                        } else {
                            written.add(resource);
                        }
                        if (resource.equals("secrets")) {
                            assertThat(reads).isTrue();
                            assertThat(role.path("kind").asText()).isEqualTo("Role");
                            assertThat(list(rule.path("resourceNames"))).isNotEmpty();
                        }
                    }
                }
            }
        }
        // Who leads, and what was admitted last, is seen by all.
        readable.removeAll(Set.of("coordination.k8s.io/leases", "/configmaps"));
        Set<String> read = new TreeSet<>();
        Kinds.read().forEach((group, kinds) -> kinds.forEach(kind -> read.add(group + "/" + plural(kind))));
        if (objects.ofKind("ClusterRole").isEmpty()) {
            // Without rights outside its namespace.
            read.removeAll(Set.of("/namespaces", "/nodes"));
        }
        assertThat(readable).isEqualTo(read);
        assertThat(written).isEqualTo(objects.ofKind("ClusterRole").isEmpty() ? Set.of() : WRITTEN);
    }

    private static String plural(String kind) {
        String lower = kind.toLowerCase(Locale.ROOT);
        return lower.endsWith("y") && !lower.endsWith("ay")
                ? lower.substring(0, lower.length() - 1) + "ies"
                : lower + "s";
    }

    @ParameterizedTest
    @MethodSource("variants")
    void accountsAndRolesThatAreNamedAreThere(String variant) throws Exception {
        Deployed objects = objects(variant);
        Set<String> there = new HashSet<>();
        objects.objects()
                .forEach(object -> there.add(object.path("kind").asText() + " "
                        + object.at("/metadata/name").asText()));
        for (JsonNode binding : Stream.concat(
                        objects.ofKind("ClusterRoleBinding").stream(), objects.ofKind("RoleBinding").stream())
                .toList()) {
            assertThat(there)
                    .contains(binding.at("/roleRef/kind").asText() + " "
                            + binding.at("/roleRef/name").asText());
            binding.path("subjects")
                    .forEach(subject -> assertThat(there)
                            .contains("ServiceAccount " + subject.path("name").asText()));
        }
        for (JsonNode deployment : objects.ofKind("Deployment")) {
            assertThat(there)
                    .contains("ServiceAccount "
                            + deployment
                                    .at("/spec/template/spec/serviceAccountName")
                                    .asText());
        }
    }

    @Test
    void everyFileIsPartOfSomething() throws IOException {
        try (Stream<Path> all = Files.walk(KUSTOMIZE)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(".yaml")).toList()) {
                Deployed.ofFiles(List.of(file))
                        .objects()
                        .forEach(object -> assertThat(object.path("kind").asText())
                                .as(file.toString())
                                .isNotEmpty());
                if (!file.endsWith("kustomization.yaml")) {
                    assertThat(Files.readString(file.resolveSibling("kustomization.yaml")))
                            .contains("- " + file.getFileName());
                }
            }
        }
    }

    /** After a change that is meant: kubectl kustomize deploy/kustomize/overlays/NAME > deploy/golden/NAME.yaml */
    @ParameterizedTest
    @ValueSource(strings = {"drop-in", "namespaced", "with-istio-crds"})
    void kubectlMakesOfAnOverlayWhatItDidBefore(String overlay) throws Exception {
        String rendered = kustomized(overlay);
        assertThat(Deployed.ofText(rendered).objects())
                .isEqualTo(Deployed.ofText(Files.readString(GOLDEN.resolve(overlay + ".yaml")))
                        .objects());
    }

    @Test
    void figuresOfRoutersAreFetchedWhereTheyAre() throws Exception {
        Deployed monitored = Deployed.ofText(kustomized("monitored"));
        JsonNode monitor = monitored.ofKind("ServiceMonitor").get(0);
        Map<String, String> wanted = texts(monitor.at("/spec/selector/matchLabels"));
        assertThat(monitored.ofKind("Service"))
                .filteredOn(service ->
                        texts(service.at("/metadata/labels")).entrySet().containsAll(wanted.entrySet()))
                .singleElement()
                .satisfies(service ->
                        assertThat(service.at("/spec/ports/0/name")).isEqualTo(monitor.at("/spec/endpoints/0/port")));
        assertThat(texts(monitored.ofKind("ConfigMap").get(0).path("data")))
                .containsOnlyKeys("canaries.json", "overview.json", "seldon.json");
        assertThat(monitored.ofKind("PrometheusRule")).hasSize(1);
    }

    /** After a change that is meant: helm template sluice deploy/helm/sluice -n istio-system > deploy/golden/helm.yaml */
    @ParameterizedTest
    @CsvSource({"helm, istio-system, cluster", "helm-namespaced, models, namespaced"})
    void helmMakesOfTheChartWhatItDidBefore(String golden, String namespace, String mode) throws Exception {
        String chart = DEPLOY.resolve("helm/sluice").toString();
        String helm = helm();
        Deployed.run(helm, "lint", "--strict", chart);
        String rendered = Deployed.run(helm, "template", "sluice", chart, "-n", namespace, "--set", "mode=" + mode);
        assertThat(Deployed.ofText(rendered).objects())
                .isEqualTo(Deployed.ofText(Files.readString(GOLDEN.resolve(golden + ".yaml")))
                        .objects());
    }

    @Test
    void theChartHasTheAlertsAndDashboardsThatKustomizeHas() throws Exception {
        Deployed rendered = Deployed.ofText(Deployed.run(
                helm(),
                "template",
                "sluice",
                DEPLOY.resolve("helm/sluice").toString(),
                "--set=serviceMonitor.enabled=true,serviceMonitor.labels.release=p",
                "--set=prometheusRule.enabled=true,prometheusRule.labels.release=p",
                "--set=dashboards.enabled=true"));
        Deployed rules = Deployed.ofText(Files.readString(DEPLOY.resolve("prometheus/rules.yaml")));
        assertThat(rendered.ofKind("PrometheusRule")).singleElement().satisfies(rule -> {
            assertThat(rule.path("spec"))
                    .isEqualTo(rules.ofKind("PrometheusRule").get(0).path("spec"));
            assertThat(texts(rule.at("/metadata/labels"))).containsEntry("release", "p");
        });
        assertThat(rendered.ofKind("ServiceMonitor"))
                .singleElement()
                .satisfies(monitor ->
                        assertThat(texts(monitor.at("/metadata/labels"))).containsEntry("release", "p"));
        JsonNode dashboards = rendered.ofKind("ConfigMap").stream()
                .filter(map -> map.at("/metadata/labels").has("grafana_dashboard"))
                .findFirst()
                .orElseThrow();
        Map<String, String> written = new HashMap<>();
        for (String name : List.of("canaries.json", "overview.json", "seldon.json")) {
            written.put(name, Files.readString(DEPLOY.resolve("dashboards").resolve(name)));
        }
        assertThat(texts(dashboards.path("data"))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mode=other",
                "dashboards.enabled=perhaps",
                "prometheusRule.interval=1m",
                "replicas=0",
                "gateway.lables.istio=x",
                "args[0]=no-flag",
                "serviceMonitor.interval=often",
                "image.pullPolicy=Sometimes"
            })
    void helmRefusesValuesThatAreNone(String value) {
        String helm = helm();
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Deployed.run(
                        helm, "template", "x", DEPLOY.resolve("helm/sluice").toString(), "--set", value)))
                .isInstanceOf(IOException.class);
    }

    private static Deployed objects(String variant) throws IOException {
        return Deployed.ofText(Files.readString(GOLDEN.resolve(variant + ".yaml")));
    }

    private static List<JsonNode> containers(Deployed objects) {
        List<JsonNode> containers = new ArrayList<>();
        objects.ofKind("Deployment")
                .forEach(deployment ->
                        deployment.at("/spec/template/spec/containers").forEach(containers::add));
        assertThat(containers).isNotEmpty();
        return containers;
    }

    private static String kustomized(String overlay) throws IOException, InterruptedException {
        Optional<String> kubectl = Deployed.tool("kubectl");
        assumeTrue(kubectl.isPresent(), "kubectl is not on the path");
        return Deployed.run(
                kubectl.orElseThrow(),
                "kustomize",
                KUSTOMIZE.resolve("overlays/" + overlay).toString());
    }

    private static String helm() {
        Optional<String> helm = Deployed.tool("helm");
        assumeTrue(helm.isPresent(), "helm is not on the path");
        return helm.orElseThrow();
    }

    /** What is written down needs no tool. */
    static List<String> variants() {
        return List.of("drop-in", "namespaced", "with-istio-crds", "helm", "helm-namespaced");
    }
}
