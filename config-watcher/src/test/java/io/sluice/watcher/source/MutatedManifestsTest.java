package io.sluice.watcher.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.Documents.Document;
import io.sluice.watcher.store.Contents;
import io.sluice.watcher.store.Manifests;
import io.sluice.watcher.store.OperatorObjects;
import io.sluice.watcher.store.ResourceStore;
import io.sluice.watcher.translate.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;

/**
 * Manifests of every kind, damaged at random: nothing but a problem comes of it, no problem is a defect of ours, and every
 * object that was not damaged is admitted as before.
 */
class MutatedManifestsTest {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Path SEEDS = Path.of("src/test/resources/manifests/every-kind.yaml");
    private static final String TEXT = text();
    private static final List<Document> SOUND = documents(TEXT);
    private static final Settings SETTINGS = Settings.DEFAULT;

    private static final List<String> WORDS = List.of(
            "",
            "*",
            "mesh",
            ".",
            "/",
            "a/b/c",
            "(",
            "[",
            "\\1",
            "%",
            "%REQ(",
            "*.*",
            "ns/",
            "0s",
            "-1s",
            "9999999999h",
            "1e3",
            "\u0000",
            "\r\nx: y",
            "ü",
            "istio-system/edge",
            "model",
            "::1",
            "999.1.1.1",
            "@request.auth.claims[",
            "host",
            "5xx",
            "x".repeat(300));

    private static String text() {
        try {
            return Files.readString(SEEDS);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Document> documents(String text) {
        List<Document> documents = new ArrayList<>();
        YamlDocuments stream = new YamlDocuments(text, "seeds.yaml");
        for (Document next = stream.next(); next != null; next = stream.next()) {
            documents.addAll(next.unfolded());
        }
        return documents;
    }

    private static Documents all(List<Document> documents) {
        return new Documents(documents, List.of(), Set.of(), true);
    }

    private static Set<ObjectId> ids(Contents contents) {
        Set<ObjectId> ids = new HashSet<>();
        contents.declared().forEach(resource -> ids.add(resource.meta().id()));
        contents.derivations()
                .forEach(derivation -> ids.add(derivation.deployment().meta().id()));
        return ids;
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void aDamagedTreeIsAProblemAtMost(@ForAll long seed) {
        damageTree(seed);
    }

    @Tag("long")
    @Property(tries = 20_000, shrinking = ShrinkingMode.OFF)
    void manyDamagedTreesAreProblemsAtMost(@ForAll long seed) {
        damageTree(seed);
    }

    private static void damageTree(long seed) {
        Random random = new Random(seed);
        List<Document> documents = SOUND;
        Set<ObjectId> expected = ids(new ResourceStore(SETTINGS).apply(all(documents)));
        int victim = random.nextInt(documents.size());
        Document before = documents.get(victim);
        JsonNode tree = before.content().deepCopy();
        for (int i = random.nextInt(4); i >= 0; i--) {
            tree = mutate(tree, random);
        }
        List<Document> damaged = new ArrayList<>(documents);
        damaged.set(victim, new Document(tree, "seeds.yaml", new int[] {1}));

        // As the first version of the object, and as the next one.
        ResourceStore fresh = new ResourceStore(SETTINGS);
        Contents first = fresh.apply(all(damaged));
        assertSound(first);
        ResourceStore grown = new ResourceStore(SETTINGS);
        grown.apply(all(documents));
        Contents next = grown.apply(all(damaged));
        assertSound(next);
        expected.removeIf(id -> isOf(id, before));
        assertThat(ids(first)).containsAll(expected);
        assertThat(ids(next)).containsAll(expected);
    }

    private static boolean isOf(ObjectId id, Document document) {
        return id.kind().equals(document.content().path("kind").asText())
                && id.name()
                        .equals(document.content().path("metadata").path("name").asText());
    }

    private static void assertSound(Contents contents) {
        Manifests manifests = OperatorObjects.compose(contents, contents.derivations(), SETTINGS.seldonSource());
        List<Problem> problems = new Translator(SETTINGS).translate(manifests).problems();
        assertThat(problems)
                .noneMatch(problem -> problem.code() == Code.INTERNAL)
                .noneMatch(problem -> problem.toString().indexOf('\n') >= 0);
    }

    private static JsonNode mutate(JsonNode tree, Random random) {
        List<JsonNode> containers = new ArrayList<>();
        collect(tree, containers);
        if (containers.isEmpty()) {
            return tree;
        }
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object) {
            mutate(object, tree, random);
        } else if (container instanceof ArrayNode array) {
            mutate(array, tree, random);
        }
        return tree;
    }

    private static void collect(JsonNode tree, List<JsonNode> containers) {
        if (tree.isContainerNode() && !tree.isEmpty()) {
            containers.add(tree);
            tree.forEach(child -> collect(child, containers));
        }
    }

    private static void mutate(ObjectNode object, JsonNode tree, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(5)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(WORDS.get(random.nextInt(WORDS.size())), object.get(name));
            default -> object.set(name, other(object.get(name), tree, random));
        }
    }

    private static void mutate(ArrayNode array, JsonNode tree, Random random) {
        int index = random.nextInt(array.size());
        switch (random.nextInt(4)) {
            case 0 -> array.remove(index);
            case 1 -> array.add(array.get(index).deepCopy());
            default -> array.set(index, other(array.get(index), tree, random));
        }
    }

    private static JsonNode other(JsonNode value, JsonNode tree, Random random) {
        return switch (random.nextInt(11)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.booleanNode(random.nextBoolean());
            case 2 ->
                JSON.numberNode(List.of(0, -1, 1, 65536, Integer.MAX_VALUE, Integer.MIN_VALUE)
                        .get(random.nextInt(6)));
            case 3 ->
                JSON.numberNode(List.of(0.5, -0.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY, 100.1)
                        .get(random.nextInt(6)));
            case 4 -> JSON.numberNode(random.nextLong());
            case 5 -> JSON.arrayNode();
            case 6 -> JSON.objectNode();
            case 7 -> JSON.arrayNode().add(value.deepCopy());
            case 8 -> tree.deepCopy();
            default -> JSON.textNode(WORDS.get(random.nextInt(WORDS.size())));
        };
    }

    /** Characters that mean something to YAML, anywhere. */
    @Property(tries = 100, shrinking = ShrinkingMode.OFF)
    void damagedTextIsReadOrToldWithItsLine(@ForAll long seed) {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder(TEXT);
        for (int i = random.nextInt(5); i >= 0; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.setLength(at + 1);
                default ->
                    text.insert(at, "\t\n\r:-?#&*!|>'\"%@`{}[],<~\\ \u0000\uFEFF\uD800".charAt(random.nextInt(29)));
            }
        }
        YamlDocuments stream = new YamlDocuments(text.toString(), "seeds.yaml");
        List<Document> read = new ArrayList<>();
        try {
            for (Document next = stream.next(); next != null; next = stream.next()) {
                read.addAll(next.unfolded());
            }
        } catch (Malformed malformed) {
            assertThat(malformed.sentence()).isNotEmpty();
        }
        assertSound(new ResourceStore(SETTINGS).apply(all(read)));
    }
}
