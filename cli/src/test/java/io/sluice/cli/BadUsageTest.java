package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.watcher.problem.Code;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bad usage is one line that names the mistake, and exit 2. */
class BadUsageTest {
    @TempDir
    Path directory;

    @ParameterizedTest(name = "sluice {0}")
    @CsvSource(delimiter = '|', textBlock = """
        ''                                             | Name a subcommand
        rum                                            | rum
        run                                            | --manifests
        run --manifests /no/such/place                 | /no/such/place: no such file or directory
        run --manifests . --admin-port 65536           | --admin-port 65536: must be a port
        run --manifests . --admin-port many            | many
        run --manifests . --event-loops 0              | --event-loops 0: must be 1 or more
        run --manifests . --drain-seconds -1           | --drain-seconds -1: must be 0 or more
        run --manifests . --retry-budget 101           | --retry-budget 101.0: must be a percentage, 0 to 100
        run --manifests . --gateway-labels istio       | --gateway-labels istio: write k=v
        run --manifests . --bind not.an.address.at.all | --bind not.an.address.at.all: is no address of this machine
        run --manifests . --limits /no/such/file       | --limits /no/such/file: cannot be read
        run --manifests . --kubernetes                 | exclusive
        run --manifests . --kubeconfig x               | --kubeconfig says how a cluster is read: give it with --kubernetes
        run --manifests . --namespace my-ns            | --namespace says how a cluster is read
        run --manifests . --without-policies           | --without-policies says how a cluster is read
        run --manifests . --last-good x                | --last-good says how a cluster is read
        run --kubernetes --kubeconfig /no/such/file    | --kubeconfig /no/such/file: cannot be read
        run --manifests . --selector a=b               | --selector says how a cluster is read
        run --manifests . --router-service a/b         | --router-service says what is written into a cluster
        run --manifests . --router-ports 1-2           | --router-ports says what is written into a cluster
        run --kubernetes --namespace                   | --namespace
        run --kubernetes --namespace My_NS             | --namespace My_NS: is no name of a namespace
        run --kubernetes --namespace a b/c             | --namespace b/c: is no name of a namespace
        run --kubernetes --selector                    | --selector
        run --kubernetes --selector a=b,               | --selector a=b,: is no selector of labels
        run --kubernetes --selector team<3             | --selector team<3: is no selector of labels
        run --kubernetes --last-good /no/such/d/f      | --last-good /no/such/d/f: there is no such directory
        run --kubernetes --without-policies=perhaps    | perhaps
        run --kubernetes --router-service router       | --router-service router: write NAMESPACE/NAME
        run --kubernetes --router-service a/B          | --router-service a/B: write NAMESPACE/NAME
        run --kubernetes --router-ports 20000-20100    | --router-ports 20000-20100: of which Service? Give --router-service, too
        run --kubernetes --router-service a/b --router-ports 5     | --router-ports 5: write FIRST-LAST
        run --kubernetes --router-service a/b --router-ports 9-5   | --router-ports 9-5: write FIRST-LAST
        run --kubernetes --router-service a/b --router-ports 0-70000 | --router-ports 0-70000: write FIRST-LAST
        run --kubernetes --drain-grace -1              | --drain-grace -1: must be 0 or more
        run --kubernetes --manifests . --namespace a   | exclusive
        run --manifests . --log-level LOUD             | LOUD
        demo --port 0                                  | --port 0: must be a port
        demo --calls -1                                | --calls -1: must be 0 or more
        validate                                       | PATH
        validate . -o xml                              | xml
        run --manifests . --inspect-port 70000         | --inspect-port 70000: must be a port
        run --manifests . --inspect-token-file /no/t   | --inspect-token-file /no/t: cannot be read
        explain GET                                    | URL
        explain GET http://h/                          | --manifests
        explain GET /path --manifests .                | /path is no URL: write http://host:port/path
        explain GET http://h/ -H x --manifests .       | x is no header: write name:value
        routes                                         | --manifests
        routes --admin x --manifests .                 | exclusive
        routes --admin 127.0.0.1                       | --admin 127.0.0.1: write http://host:port
        top --admin x                                  | --admin x: write http://host:port
        top --token-file /no/t                         | --token-file /no/t: cannot be read
        tap -n -1                                      | -n -1: must be 0 or more
        tap -o yaml                                    | -o yaml: must be text or json
        validate /no/such/place                        | /no/such/place: no such file or directory
        translate                                      | FILE
        translate /no/such/place                       | /no/such/place: no such file or directory
        migrate                                        | --manifests
        migrate --manifests /no/such/place             | /no/such/place: no such file or directory
        migrate --manifests . -o sarif                 | sarif
        migrate --kubeconfig /no/such/file             | --kubeconfig /no/such/file: cannot be read
        migrate --kubeconfig x --manifests .           | exclusive
        validate . --seldon-source=istio               | istio
        validate . --seldon-settings /no/such/file     | --seldon-settings /no/such/file: cannot be read
        """)
    void isOneLineAndExitTwo(String arguments, String words) {
        CommandLineRun outcome = CommandLineRun.of(arguments.isEmpty() ? new String[0] : arguments.split(" +", -1));
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.error()).contains(words);
        assertThat(outcome.error().lines()).hasSize(1);
        assertThat(outcome.output()).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        conectTimeout: 2s         | unknown key conectTimeout; the nearest is connectTimeout
        connectTimeout: 2         | connectTimeout: 2 is no duration; write it like 2s or 500ms
        connectTimeout: none      | connectTimeout: none is not allowed
        maxHeadBytes: 60 kB       | maxHeadBytes: 60 kB is no size; write it like 60KiB
        maxHeadBytes: 9999999KiB  | maxHeadBytes: 9999999KiB is too large
        http2.maxReset: 5         | unknown key http2.maxReset; the nearest is http2.maxResets
        'http2: {maxReset: 5}'    | unknown key http2.maxReset; the nearest is http2.maxResets
        http2: 5                  | http2 must be a map
        '[1, 2]'                  | must be a YAML map
        'a: [1'                   | is no YAML, line 1
        """)
    void ofLimitsNamesTheFileAndTheKey(String yaml, String words) throws Exception {
        Path limits = Files.writeString(directory.resolve("limits.yaml"), yaml);
        CommandLineRun outcome =
                CommandLineRun.of("run", "--manifests", directory.toString(), "--limits", limits.toString());
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.error()).contains("--limits " + limits).contains(words);
        assertThat(outcome.error().lines()).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        istioGatway: a/b            | unknown key istioGatway; the nearest is istioGateway
        istioGateway: [a/b]         | istioGateway: must be a text, or null for a variable not set
        '[1, 2]'                    | must be a YAML map
        'a: [1'                     | is no YAML, line 1
        """)
    void ofSeldonSettingsNamesTheFileAndTheKey(String yaml, String words) throws Exception {
        Path settings = Files.writeString(directory.resolve("settings.yaml"), yaml);
        for (String command : new String[] {"validate", "translate"}) {
            CommandLineRun outcome =
                    CommandLineRun.of(command, directory.toString(), "--seldon-settings", settings.toString());
            assertThat(outcome.code()).isEqualTo(2);
            assertThat(outcome.error())
                    .contains("--seldon-settings " + settings)
                    .contains(words);
            assertThat(outcome.error().lines()).hasSize(1);
        }
    }

    @ParameterizedTest(name = "kubeconfig: {0}")
    @CsvSource(delimiter = '|', textBlock = """
        just a text                                    | is no kubeconfig, which has clusters, users, contexts and current-context
        'a: [1'                                        | is no YAML, line 1
        ''                                             | is no kubeconfig
        '{kind: Pod, metadata: {name: a}}'             | is no kubeconfig
        '{clusters: []}'                               | says no current-context; choose one
        '{clusters: [], current-context: a}'           | current-context names "a", and contexts has none of that name
        '{current-context: a, contexts: [{name: a, context: {cluster: c}}], clusters: []}' | context a names "c", and clusters has none of that name
        '{current-context: a, contexts: [{name: a, context: {cluster: c}}], clusters: [{name: c, cluster: {server: here}}]}' | cluster c says server "here"; write https://host:port
        '{current-context: a, contexts: [{name: a, context: {cluster: c, user: u}}], clusters: [{name: c, cluster: {server: "https://h"}}]}' | context a names "u", and users has none of that name
        '{current-context: a, contexts: [{name: a, context: {cluster: c}}], clusters: [{name: c, cluster: {server: "https://h", certificate-authority: /no/such/ca}}]}' | cannot be used
        """)
    void ofAKubeconfigNamesTheFileAndWhatItLacks(String yaml, String words) throws Exception {
        Path kubeconfig = Files.writeString(directory.resolve("config"), yaml);
        for (String[] command : new String[][] {{"run", "--kubernetes"}, {"migrate"}}) {
            List<String> arguments = new ArrayList<>(List.of(command));
            arguments.addAll(List.of("--kubeconfig", kubeconfig.toString()));
            CommandLineRun outcome = CommandLineRun.of(arguments.toArray(String[]::new));
            assertThat(outcome.code()).as(outcome.error()).isEqualTo(2);
            assertThat(outcome.error())
                    .contains("--kubeconfig " + kubeconfig + ": ")
                    .contains(words);
            assertThat(outcome.error().lines()).hasSize(1);
        }
    }

    @Test
    void validateExitsOneOnErrorsAndPrintsThemInEveryFormat() throws Exception {
        Path file = Files.writeString(directory.resolve("routes.yaml"), """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: vs, namespace: ns}
            spec:
              hosts: [model]
              http:
              - match: [{uri: {regex: '('}}]
                route: [{destination: {host: model}}]
            """);
        for (String format : new String[] {"text", "json", "sarif"}) {
            CommandLineRun outcome = CommandLineRun.of("validate", file.toString(), "-o", format);
            assertThat(outcome.code()).as(format).isEqualTo(1);
            assertThat(outcome.output())
                    .as(format)
                    .contains("VirtualService ns/vs")
                    .contains("spec.http[0].match[0].uri.regex")
                    .contains("routes.yaml")
                    .contains(Code.INVALID_FIELD.fix())
                    .contains("IST0106");
        }
        JsonNode json = new ObjectMapper()
                .readTree(CommandLineRun.of("validate", file.toString(), "-o", "json")
                        .output());
        assertThat(json.get(0).path("line").asInt()).isEqualTo(7);
        JsonNode sarif = new ObjectMapper()
                .readTree(CommandLineRun.of("validate", file.toString(), "-o", "sarif")
                        .output())
                .path("runs")
                .get(0);
        JsonNode result = sarif.path("results").get(0);
        assertThat(sarif.at("/tool/driver/rules")
                        .get(result.path("ruleIndex").asInt())
                        .path("id"))
                .isEqualTo(result.path("ruleId"));
        assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt())
                .isEqualTo(7);
        assertThat(result.at("/locations/0/logicalLocations/1/fullyQualifiedName")
                        .asText())
                .isEqualTo("VirtualService ns/vs/spec.http[0].match[0].uri.regex");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"run", "demo", "validate", "translate", "explain", "routes", "clusters", "endpoints", "version"})
    void everySubcommandHelpsWithAnExample(String subcommand) {
        CommandLineRun outcome = CommandLineRun.of(subcommand, "--help");
        assertThat(outcome.code()).isZero();
        assertThat(outcome.output()).contains("Usage: sluice " + subcommand).contains("Example: sluice " + subcommand);
    }

    @Test
    void validateOfTheFirstExampleExitsZero() {
        assertThat(CommandLineRun.of("validate", "../demo").code()).isZero();
    }
}
