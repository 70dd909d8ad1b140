package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.translate.Translation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a file holds, it is one problem that names it, and all other files are served. */
@Timeout(60)
class BadFilesTest {
    private static final String SOUND = Yaml.virtualService(
            "sound", "2026-01-01T00:00:00Z", "hosts: [sound]\nhttp: [{route: [{destination: {host: model}}]}]\n");
    private static final String HEAD = "apiVersion: v1\nkind: Service\nmetadata: {name: s, namespace: ns}\n";

    @TempDir
    Path directory;

    @BeforeEach
    void sound() throws IOException {
        Files.writeString(directory.resolve("sound.yaml"), MODEL + GATEWAY + SOUND);
    }

    private Translation translate() {
        Translation translation = Watcher.translate(WatcherConfig.of(List.of(directory)));
        assertThat(translation.table().toString()).contains("sound.ns.svc.cluster.local");
        return translation;
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("half written", HEAD + "spec: {ports: [{name: ht", Code.UNREADABLE_FILE, "is no YAML", 4),
                Arguments.of("tabs", HEAD + "spec:\n\tports: []\n", Code.UNREADABLE_FILE, "is no YAML", 5),
                Arguments.of("a key twice", HEAD + "kind: Pod\n", Code.UNREADABLE_FILE, "the key kind stands twice", 4),
                Arguments.of("deep nesting", "[".repeat(5000), Code.UNREADABLE_FILE, "nests deeper than 100 levels", 1),
                Arguments.of(
                        "deep blocks", "- ".repeat(5000) + "a\n", Code.UNREADABLE_FILE, "nests deeper than 100", 1),
                Arguments.of("aliases of aliases", laughs(), Code.UNREADABLE_FILE, "holds more than 1000000 values", 7),
                Arguments.of(
                        "an alias of itself", "a: &a [*a]\n", Code.UNREADABLE_FILE, "*a names no anchor that ends", 1),
                Arguments.of("an alias of nothing", "a: *b\n", Code.UNREADABLE_FILE, "*b names no anchor", 1),
                Arguments.of("a merge of a text", "a: {<<: b}\n", Code.UNREADABLE_FILE, "<< takes an object", 1),
                Arguments.of("a key that is a list", "? [a, b]\n: c\n", Code.UNREADABLE_FILE, "a key that is no", 1),
                Arguments.of("a NUL", "a: \0\n", Code.UNREADABLE_FILE, "is no YAML", 0),
                Arguments.of("a text", "hello\n", Code.NOT_AN_OBJECT, "is no Kubernetes object", 1),
                Arguments.of("a list", "[1, 2]\n", Code.NOT_AN_OBJECT, "is no Kubernetes object", 1),
                Arguments.of("no kind", "---\napiVersion: v1\n", Code.NOT_AN_OBJECT, "must be a text", 2),
                Arguments.of(
                        "no apiVersion",
                        "kind: VirtualService\nmetadata: {name: a}\n",
                        Code.NOT_AN_OBJECT,
                        "must be a text",
                        1),
                Arguments.of(
                        "a number for a name",
                        "apiVersion: v1\nkind: Service\nmetadata:\n  name: 42\n",
                        Code.NOT_AN_OBJECT,
                        "quote a name that reads as a number",
                        4),
                Arguments.of(
                        "a boolean for a label",
                        "apiVersion: v1\nkind: Service\nmetadata:\n  name: s\n  labels:\n    a: b\n    canary: yes\n",
                        Code.INVALID_FIELD,
                        "is the boolean true (quote it to make it a text)",
                        7),
                Arguments.of(
                        "a number for an annotation",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: s, annotations: {a: 1e3}}\n",
                        Code.INVALID_FIELD,
                        "is the number 1000.0, must be a text",
                        3),
                Arguments.of(
                        "a huge number",
                        HEAD + "spec: {ports: [{port: " + "9".repeat(100_000) + "}]}\n",
                        Code.INVALID_FIELD,
                        "must be a whole number",
                        4),
                Arguments.of(
                        "a huge exponent",
                        HEAD + "spec: {ports: [{port: 1e999999999}]}\n",
                        Code.INVALID_FIELD,
                        "must be a whole number",
                        4),
                Arguments.of(
                        "a huge text",
                        HEAD + "spec: {ports: " + "x".repeat(2_000_000) + "}\n",
                        Code.INVALID_FIELD,
                        "must be a list",
                        4),
                Arguments.of(
                        "a control character in a name",
                        "apiVersion: v1\nkind: Service\nmetadata: {name: \"a\\nERROR b\"}\n",
                        Code.NOT_AN_OBJECT,
                        "must be a text",
                        3),
                Arguments.of(
                        "a port beyond all ports",
                        HEAD + "spec: {ports: [{port: 70000}]}\n",
                        Code.INVALID_FIELD,
                        "70000",
                        4),
                Arguments.of(
                        "a misspelt kind",
                        "apiVersion: networking.istio.io/v1\nkind: VirtualServise\nmetadata: {name: a}\nspec: {}\n",
                        Code.UNKNOWN_KIND,
                        "has no kind VirtualServise",
                        2));
    }

    /** 9⁸ values, were they all resolved. */
    private static String laughs() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            text.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(9)));
        }
        return text.toString();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void isOneProblemThatNamesItsLine(String name, String text, Code code, String sentence, int line)
            throws IOException {
        Path file = Files.writeString(directory.resolve("broken.yaml"), text);
        assertThat(found()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(code);
            assertThat(problem.sentence()).contains(sentence).hasSizeLessThan(1000);
            assertThat(problem.file()).isEqualTo(file.toString());
            assertThat(problem.line()).isEqualTo(line);
        });
    }

    /** Errors and warnings. */
    private List<Problem> found() {
        return translate().problems().stream()
                .filter(problem -> problem.severity() != Severity.NOTICE)
                .toList();
    }

    static Stream<Arguments> taken() {
        String service = HEAD + "spec: {ports: [{port: 80}]}\n";
        return Stream.of(
                Arguments.of("a byte order mark", "a.yaml", "\uFEFF" + service),
                Arguments.of("CRLF", "a.yaml", service.replace("\n", "\r\n")),
                Arguments.of("empty documents", "a.yaml", "---\n---\n# nothing\n---\n" + service + "---\n"),
                Arguments.of(
                        "a list",
                        "a.yml",
                        "apiVersion: v1\nkind: List\nitems:\n- "
                                + service.strip().replace("\n", "\n  ") + "\n"),
                Arguments.of("JSON with tabs", "a.json", """
                    {
                    \t"apiVersion": "v1", "kind":"Service",
                    \t"metadata": {"name":"s","namespace":"ns", "annotations":{"a":"\\u00e9\\ud83d\\ude00\\/"}},
                    \t"spec": {"ports": [{"port":80}]}
                    }
                    """),
                Arguments.of("anchors and merges", "a.yaml", """
                    apiVersion: v1
                    kind: Service
                    metadata: {name: &name s, namespace: ns, labels: &labels {app: *name}}
                    spec:
                      selector: {<<: [*labels, {tier: a}], app: other}
                      ports: [{port: 80}]
                    """));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("taken")
    void whatKubectlTakesIsTaken(String name, String file, String text) throws IOException {
        Files.writeString(directory.resolve(file), text);
        // An object that is there is there twice when it is declared again.
        Files.writeString(directory.resolve("z.yaml"), HEAD + "spec: {ports: [{port: 80}]}\n");
        assertThat(found()).singleElement().satisfies(problem -> {
            assertThat(problem.code()).isEqualTo(Code.DUPLICATE_OBJECT);
            assertThat(problem.sentence()).contains(file);
        });
    }

    @Test
    void bytesThatAreNoUtf8AreTold() throws IOException {
        Files.write(directory.resolve("latin.yaml"), "a: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(found())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).startsWith("is not UTF-8"));
    }

    @Test
    void linksThatLeadNowhereOrInCirclesAreToldAndNotFollowed() throws IOException {
        Files.createSymbolicLink(directory.resolve("nowhere.yaml"), directory.resolve("absent"));
        Path sub = Files.createDirectory(directory.resolve("sub"));
        Files.createSymbolicLink(sub.resolve("up"), directory);
        Files.createSymbolicLink(directory.resolve("self.yaml"), directory.resolve("self.yaml"));
        assertThat(found())
                .extracting(problem -> directory.relativize(Path.of(problem.file())) + " " + problem.sentence())
                .anySatisfy(told -> assertThat(told).startsWith("nowhere.yaml cannot be read"))
                .anySatisfy(told -> assertThat(told).startsWith("self.yaml cannot be read"))
                .anySatisfy(told -> assertThat(told).startsWith("sub/up is a link to a directory that holds it"))
                .hasSize(3);
    }

    @Test
    void aDirectoryThatIsNamedLikeAFileIsADirectory() throws IOException {
        Path named = Files.createDirectory(directory.resolve("x.yaml"));
        Files.writeString(named.resolve("broken.yml"), "a: [");
        Files.writeString(Files.createDirectory(directory.resolve(".git")).resolve("skipped.yaml"), "a: [");
        assertThat(found())
                .singleElement()
                .satisfies(problem -> assertThat(problem.file()).endsWith("x.yaml/broken.yml"));
    }

    @Test
    void kindsThatAreNotReadAreOneNoticeEach() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(
                    directory.resolve("deployment-" + i + ".yaml"),
                    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d" + i + "}\nspec: {}\n---\n"
                            + "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: edge,"
                            + " namespace: istio-system}\n---\n"
                            + "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c" + i + "}\n");
        }
        assertThat(translate().problems())
                .filteredOn(problem -> problem.code() == Code.KIND_IGNORED)
                .extracting(Problem::object)
                .containsExactly("ConfigMap", "Deployment.apps", "Gateway.gateway.networking.k8s.io");
        assertThat(found()).isEmpty();
    }
}
