package io.sluice.conformance.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Files of cases: all of ours can be read; what is not understood is refused by its place. */
class CaseFileTest {
    private static final String EXPECTED = "exchanges: [{name: first, response: {status: 200}}]";

    @TempDir
    private Path features;

    private Path directory = Path.of("");

    static List<Path> recorded() {
        return CaseFile.find(Path.of("features"));
    }

    @BeforeEach
    void makeDirectory() throws IOException {
        directory = Files.createDirectories(features.resolve("area").resolve("one"));
        Files.writeString(directory.resolve("manifests.yaml"), "");
        Files.writeString(directory.resolve("expected.yaml"), EXPECTED);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void everyRecordedCaseCanBeRead(Path recorded) {
        assertThat(CaseFile.read(recorded).turns()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        exchanges: [{name: first}]                                                        | lacks title
        {title: t, exchanges: [{name: first}], surprise: 1}                               | unknown key surprise
        {title: t, exchanges: [{name: first, surprise: 1}]}                               | unknown key surprise
        {title: t, exchanges: [{name: first, compare: {surprise: 1}}]}                    | unknown key surprise
        {title: t, exchanges: [{name: first, compare: {body: nearly}}]}                   | unknown word nearly
        {title: t, exchanges: [{name: first, compare: {error: some}}]}                    | unknown word some
        {title: t, exchanges: [{name: first, port: many}]}                                | many is no whole number
        {title: t, exchanges: [{name: first, headers: [[a]]}]}                            | must be [name, value]
        {title: t, exchanges: [{name: first}, {name: first}]}                             | two exchanges are named first
        {title: t, exchanges: [{name: other}]}                                            | not recorded: [other]
        {title: t, exchanges: [{name: first}, {name: r, reload: manifests-2.yaml}]}       | no file manifests-2.yaml
        {title: t, exchanges: []}                                                         | no exchange
        {title: t, upstreams: [{name: a}], exchanges: [{name: first}]}                    | lacks port
        {title: t, upstreams: [{name: a, port: 1, address: 10.0.0.1}], exchanges: []}     | must be of loopback
        {title: t, upstreams: [{name: a, port: 1, script: [{stat: 1}]}], exchanges: []}   | unknown key stat
        {title: t, settings: {mesh: {}}, exchanges: [{name: first}]}                      | unknown key mesh
        """)
    void whatIsNotUnderstoodIsRefused(String text, String why) throws IOException {
        Files.writeString(directory.resolve("case.yaml"), text);
        assertThatThrownBy(() -> CaseFile.read(directory))
                .isInstanceOf(CaseMistake.class)
                .hasMessageContaining("area/one")
                .hasMessageContaining(why);
    }

    @Test
    void aRecordingWithoutItsExchangeIsRefused() throws IOException {
        Files.writeString(directory.resolve("case.yaml"), "{title: t, exchanges: [{name: first}]}");
        Files.writeString(
                directory.resolve("expected.yaml"),
                "exchanges: [{name: first, response: {status: 200}}, {name: second, response: {status: 200}}]");
        assertThatThrownBy(() -> CaseFile.read(directory)).hasMessageContaining("exchanges and recordings differ");
    }

    @Test
    void rulesOfAnExchangeAreLaidOverThoseOfItsCase() throws IOException {
        Files.writeString(
                directory.resolve("case.yaml"),
                "{title: t, compare: {body: ignore, sightings: count}, exchanges: [{name: first, compare: {body:"
                        + " json}}]}");
        Turn.Exchange exchange =
                (Turn.Exchange) CaseFile.read(directory).turns().get(0);
        assertThat(exchange.rules().body()).isEqualTo(Rules.Bodies.JSON);
        assertThat(exchange.rules().sightings()).isEqualTo(Rules.Sightings.COUNT);
    }
}
