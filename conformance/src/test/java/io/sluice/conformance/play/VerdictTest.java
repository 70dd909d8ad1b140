package io.sluice.conformance.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.conformance.feature.CaseMistake;
import io.sluice.conformance.feature.WaitingList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The waiting list can only be right: what passes must leave it, what fails must be on it, by a word that is explained. */
class VerdictTest {
    private static final WaitingList WAITING = new WaitingList(Map.of("w", "why"), Map.of("a/waits", List.of("w")));

    @ParameterizedTest
    @CsvSource({
        "a/waits, '',           NO_LONGER_WAITING",
        "a/waits, did not end,  WAITING",
        "a/other, '',           PASSED",
        "a/other, did not end,  FAILED",
    })
    void aVerdictDependsOnTheList(String name, String failure, Verdict verdict) {
        assertThat(Verdict.of(new Played(name, List.of(), failure, ""), WAITING))
                .isEqualTo(verdict);
    }

    @Test
    void aListedNameThatIsNoCaseIsFound() {
        assertThat(WAITING.unknown(Set.of("a/other"))).containsExactly("a/waits");
        assertThat(WAITING.unknown(Set.of("a/waits"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{capabilities: {w: why}, cases: {a/b: [other]}}",
                "{capabilities: {w: why}, cases: {a/b: []}}",
                "{capabilities: {w: why}, cases: {a/b: w}}",
                "{words: {w: why}, cases: {}}",
            })
    void aListThatSaysNothingIsRefused(String text, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("waiting.yaml"), text);
        assertThatThrownBy(() -> WaitingList.read(file))
                .isInstanceOf(CaseMistake.class)
                .hasMessageContaining("waiting.yaml");
    }
}
