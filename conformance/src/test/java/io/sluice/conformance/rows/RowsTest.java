package io.sluice.conformance.rows;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.conformance.own.OwnCasesTest;
import io.sluice.conformance.rows.Rows.Count;
import io.sluice.conformance.rows.Rows.Proof;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row of Istio's suites is proved here, or says why it is not. */
class RowsTest {
    private static final Rows ROWS = Rows.read();

    @Test
    void everyRowHasAProofAndEveryProofARow() {
        Set<String> rows = new TreeSet<>();
        ROWS.sections()
                .values()
                .forEach(section -> section.forEach(row ->
                        assertThat(rows.add(row)).as(row + " stands twice").isTrue()));
        assertThat(ROWS.proofs().keySet()).containsExactlyInAnyOrderElementsOf(rows);
    }

    @Test
    void whatProvesARowExists() throws IOException {
        Set<String> own = OwnCasesTest.names();
        Map<String, String> tests = sources();
        Set<String> missing = new TreeSet<>();
        ROWS.proofs().forEach((row, proof) -> {
            if (proof instanceof Proof.Cases cases) {
                assertThat(cases.references()).as(row).isNotEmpty();
                cases.references().stream()
                        .filter(reference -> !exists(reference, own, tests))
                        .forEach(reference -> missing.add(row + ": " + reference));
            }
        });
        assertThat(missing).isEmpty();
    }

    private static boolean exists(String reference, Set<String> own, Map<String, String> tests) {
        if (reference.startsWith("features/")) {
            return Files.exists(Path.of(reference, "case.yaml"));
        }
        if (reference.startsWith("own/")) {
            return own.contains(reference.substring("own/".length()));
        }
        String[] test = reference.split("#", -1);
        return test.length == 2 && tests.getOrDefault(test[0] + ".java", "").contains("void " + test[1] + "(");
    }

    /** Of every module's tests, by file name. */
    private static Map<String, String> sources() throws IOException {
        Map<String, String> sources = new HashMap<>();
        for (String module : List.of("routing-table", "router", "config-watcher", "cli", "conformance")) {
            Path tests = Path.of("..", module, "src", "test", "java");
            try (Stream<Path> files = Files.walk(tests)) {
                for (Path file : files.filter(path -> path.toString().endsWith("Test.java"))
                        .toList()) {
                    sources.merge(String.valueOf(file.getFileName()), Files.readString(file), String::concat);
                }
            }
        }
        return sources;
    }

    @Test
    void aReasonIsASentence() {
        ROWS.proofs().forEach((row, proof) -> {
            if (proof instanceof Proof.Reason reason) {
                assertThat(reason.text()).as(row).hasSizeGreaterThan(20);
            }
        });
    }

    @Test
    void theCountsAreTrue() {
        Map<String, Count> counted = new LinkedHashMap<>();
        ROWS.sections().keySet().forEach(section -> counted.put(section, ROWS.counted(section)));
        assertThat(ROWS.counts()).isEqualTo(counted);
    }
}
