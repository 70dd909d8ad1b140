package io.sluice.watcher.kubernetes.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TreeBuilderTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static JsonNode read(String text, Shape shape) throws IOException {
        return TreeBuilder.read(JSON.createParser(text), JsonNodeFactory.instance, shape);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": {\"x\": 1, \"y\": 2}, \"b\": [1], \"c\": \"t\"} | {\"a\": {\"x\": 1}, \"c\": \"t\"}",
                "{\"a\": [{\"x\": 1, \"y\": 2}, {\"y\": [{}]}, 3]} | {\"a\": [{\"x\": 1}, {}, 3]}",
                "{\"a\": null, \"c\": {\"any\": [true, 1.5, 12345678901, 123456789012345678901]}}"
                        + "| {\"a\": null, \"c\": {\"any\": [true, 1.5, 12345678901, 123456789012345678901]}}",
                "{\"a\": \"no object\"} | {\"a\": \"no object\"}",
                "{\"b\": {\"a\": {\"x\": [[]]}}} | {}",
                "{\"c\": 1, \"c\": 2} | {\"c\": 2}",
                "\"c\" | \"c\"",
            })
    void whatAShapeKeepsIsKeptInItsOrder(String text, String kept) throws IOException {
        Shape shape = Shape.of("c").with("a", Shape.of("x"));
        JsonNode tree = read(text, shape);
        assertThat(tree).isEqualTo(JSON.readTree(kept));
        assertThat(tree.toString()).isEqualTo(JSON.readTree(kept).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": 1, \"kind\": \"Lie\", \"status\": {}} | {\"kind\": \"Pod\", \"a\": 1}",
                "{} | {\"kind\": \"Pod\"}",
            })
    void whatIsGivenCountsAndNotWhatIsSaid(String text, String kept) throws IOException {
        Shape shape = Shape.without("status").giving("kind", JSON.readTree("\"Pod\""));
        assertThat(read(text, shape)).isEqualTo(JSON.readTree(kept));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aWholeTreeIsTheOneThatAnybodyReads(int seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            JsonNode any = RandomTrees.tree(random, 4);
            JsonNode built = read(any.toString(), Shape.WHOLE);
            assertThat(built).isEqualTo(any).hasSameHashCodeAs(any);
            assertThat(any).isEqualTo(built);
            JsonNode copy = built.deepCopy();
            assertThat(copy).isEqualTo(any);
            assertThat(built.toString()).isEqualTo(any.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{\"a\": [1", "[", "{\"a\"}"})
    void halfAValueIsNone(String text) {
        assertThatThrownBy(() -> read(text, Shape.WHOLE)).isInstanceOf(IOException.class);
    }
}
