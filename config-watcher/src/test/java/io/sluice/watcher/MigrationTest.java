package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.migrate.Capture;
import io.sluice.watcher.migrate.Finding;
import io.sluice.watcher.migrate.Hazard;
import io.sluice.watcher.migrate.MigrationReport;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Hazards of a migration, a directory each below {@code migrate}: {@code hazard.yaml} gives the findings that its head names and no
 * other, {@code clean.yaml} gives none.
 */
class MigrationTest {
    private static final String GIVES = "# gives: ";

    /** What a head says: hazard, object, field, words of the sentence. */
    private record Expected(String hazard, String object, String field, String words) {
        static Expected of(String line) {
            String[] parts = line.substring(GIVES.length()).split("\\|", -1);
            return new Expected(parts[0].strip(), parts[1].strip(), parts[2].strip(), parts[3].strip());
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsAHazardAndNothingElse(Path directory) throws IOException {
        List<Expected> expected = expected(directory);
        List<Finding> found = all(review(directory.resolve("hazard.yaml")));
        assertThat(expected).isNotEmpty();
        assertThat(found).hasSameSizeAs(expected).zipSatisfy(expected, (finding, wanted) -> {
            assertThat(finding.hazard()).hasToString(wanted.hazard());
            assertThat(finding.object()).isEqualTo(wanted.object());
            assertThat(finding.field()).isEqualTo(wanted.field());
            assertThat(finding.sentence()).contains(wanted.words());
            assertThat(finding.line()).as("a line of the file").isPositive();
        });
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void findsNothingWhereNothingChanges(Path directory) {
        MigrationReport report = review(directory.resolve("clean.yaml"));
        assertThat(all(report)).isEmpty();
        assertThat(report.changes()).isFalse();
        assertThat(report.deployments())
                .allSatisfy(capture ->
                        assertThat(capture.how()).as(capture.deployment()).isNotEmpty());
    }

    @Test
    void everyHazardHasACase() throws IOException {
        Set<String> given = cases().flatMap(directory -> expected(directory).stream())
                .map(Expected::hazard)
                .collect(Collectors.toSet());
        assertThat(given)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(Hazard.values()).map(Hazard::name).toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyHazardIsDocumented(Hazard hazard) throws IOException {
        assertThat(Files.readString(Path.of("..", "docs", "migrate.md")))
                .contains("| `" + hazard + "` | " + hazard.meaning() + " | " + hazard.fix() + " |");
    }

    private static MigrationReport review(Path file) {
        return Watcher.migration(WatcherConfig.of(List.of(file)));
    }

    private static List<Finding> all(MigrationReport report) {
        return Stream.concat(
                        report.deployments().stream().map(Capture::hindrances).flatMap(List::stream),
                        report.findings().stream())
                .toList();
    }

    private static List<Expected> expected(Path directory) {
        try (Stream<String> lines = Files.lines(directory.resolve("hazard.yaml"))) {
            return lines.filter(line -> line.startsWith(GIVES))
                    .map(Expected::of)
                    .toList();
        } catch (IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    static Stream<Path> cases() throws IOException {
        try (Stream<Path> directories =
                Files.list(Path.of(MigrationTest.class.getResource("/migrate").toURI()))) {
            return directories.sorted().toList().stream();
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
