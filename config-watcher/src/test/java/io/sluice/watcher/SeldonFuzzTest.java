package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.settings.SeldonSource;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.source.DirectorySource;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.store.Contents;
import io.sluice.watcher.store.OperatorObjects;
import io.sluice.watcher.store.ResourceStore;
import io.sluice.watcher.translate.Translator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Recorded SeldonDeployments with something in them broken: each is admitted, or refused with a problem; nothing else happens. */
class SeldonFuzzTest {
    private static final List<JsonNode> INPUTS = GoldenCase.all().stream()
            .map(recorded -> GoldenCase.read(recorded.input()))
            .toList();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @Property(tries = 500)
    void noExceptionEscapesAndEachRefusalIsAProblem(@ForAll Random random) {
        JsonNode sound = INPUTS.get(random.nextInt(INPUTS.size())).deepCopy();
        JsonNode broken = sound.deepCopy();
        for (int i = 0; i <= random.nextInt(3); i++) {
            broken = mutated(broken, random);
        }
        ResourceStore store = new ResourceStore(Settings.DEFAULT);
        store.apply(saved(sound));
        Contents contents = store.apply(saved(broken));
        for (var derivation : contents.attempted()) {
            ObjectId id = derivation.deployment().meta().id();
            assertThat(contents.problems().stream().anyMatch(problem -> isErrorOf(problem, id)))
                    .isEqualTo(derivation.refusal() != null);
        }
        new Translator(Settings.DEFAULT)
                .translate(OperatorObjects.compose(contents, contents.derivations(), SeldonSource.SLUICE));
    }

    private static boolean isErrorOf(Problem problem, ObjectId id) {
        return problem.severity() == Severity.ERROR && problem.object().equals(id.toString());
    }

    /** As a file that was saved: what a document is, is the source's business. */
    private static Documents saved(JsonNode document) {
        try {
            Path file = Files.createTempFile("broken", ".json");
            try {
                Files.writeString(file, document.toString());
                return DirectorySource.read(List.of(file));
            } finally {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** One node anywhere is taken out, doubled, or replaced by something of another kind. */
    private static JsonNode mutated(JsonNode root, Random random) {
        List<JsonNode> parents = new ArrayList<>();
        collect(root, parents);
        if (parents.isEmpty()) {
            return root;
        }
        JsonNode parent = parents.get(random.nextInt(parents.size()));
        if (parent instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            String name = names.get(random.nextInt(names.size()));
            if (random.nextInt(3) == 0) {
                object.remove(name);
            } else {
                object.set(name, value(random));
            }
        } else if (parent instanceof ArrayNode array) {
            int index = random.nextInt(array.size());
            switch (random.nextInt(3)) {
                case 0 -> array.remove(index);
                case 1 -> array.add(array.get(index).deepCopy());
                default -> array.set(index, value(random));
            }
        }
        return root;
    }

    private static void collect(JsonNode node, List<JsonNode> parents) {
        if (node.isContainerNode() && !node.isEmpty()) {
            parents.add(node);
            node.forEach(child -> collect(child, parents));
        }
    }

    private static JsonNode value(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextInt());
            case 2 -> NODES.numberNode(random.nextLong());
            case 3 -> NODES.numberNode(1.5);
            case 4 -> NODES.booleanNode(random.nextBoolean());
            case 5 -> NODES.textNode("");
            case 6 -> NODES.textNode("x".repeat(70));
            case 7 -> NODES.textNode("ä\u0000\"=,\n");
            case 8 -> NODES.textNode(Integer.toString(random.nextInt()));
            case 9 -> NODES.arrayNode().add("x");
            case 10 -> NODES.objectNode().put("name", "m");
            default -> NODES.objectNode();
        };
    }
}
