package io.sluice.conformance.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.conformance.feature.CaseFile;
import io.sluice.conformance.feature.WaitingList;
import io.sluice.conformance.play.CasePlayer.Thoroughness;
import io.sluice.conformance.router.Launch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every case below {@code features}, by the waiting list. */
class ConformanceTest {
    private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
    private static final Path FEATURES = Path.of("features").toAbsolutePath();
    private static final WaitingList WAITING = WaitingList.read(Path.of("waiting.yaml"));
    private static final Launch DIRECT = new Launch.Direct(REPOSITORY);

    @TestFactory
    Stream<DynamicTest> theRouterAnswersAsRecorded() {
        return CaseFile.find(FEATURES).stream().map(path -> dynamicTest(CaseFile.name(path), () -> play(path)));
    }

    /** A case that waits is played until it is clear that it still has to. */
    private static void play(Path path) throws IOException, InterruptedException {
        Thoroughness thoroughness =
                WAITING.holds(CaseFile.name(path)) ? Thoroughness.FIRST_DIFFERENCE : Thoroughness.EVERY_EXCHANGE;
        Played played = new CasePlayer(DIRECT, thoroughness).play(CaseFile.read(path));
        switch (Verdict.of(played, WAITING)) {
            case PASSED -> {}
            case WAITING -> Assumptions.abort("waits for " + WAITING.cases().get(played.name()));
            case FAILED -> throw new AssertionError("not as recorded\n" + Report.sideBySide(played));
            case NO_LONGER_WAITING ->
                throw new AssertionError(played.name() + " passes: take it off the list in conformance/waiting.yaml");
        }
    }

    @Test
    void onlyCasesAreOnTheWaitingList() {
        Set<String> names = CaseFile.find(FEATURES).stream().map(CaseFile::name).collect(Collectors.toSet());
        assertThat(WAITING.unknown(names)).isEmpty();
    }

    /** The road that users take: it looks for a Java by itself, and becomes it, so that SIGTERM reaches the router. */
    @Test
    void theLauncherServesACaseAndEndsInOrder() throws IOException, InterruptedException {
        CasePlayer player = new CasePlayer(new Launch.Launcher(REPOSITORY), Thoroughness.EVERY_EXCHANGE);
        Played played = player.play(CaseFile.read(FEATURES.resolve("match").resolve("uri-kinds")));
        assertThat(List.of(played.failure(), Report.differences(played))).containsOnly("");
    }
}
