package io.sluice.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.sluice.conformance.wire.Judge.Judgement;
import io.sluice.conformance.wire.Judge.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every row of the HTTP/1 and HTTP/2 corpora; those of HTTP/1 with {@code -Plong} also at every split point, and byte by byte. */
class WireCorpusTest {
    private static final Path CORPUS = Path.of("wire", "http1");
    private static final Path HTTP2_CORPUS = Path.of("wire", "http2");
    private static final int LANES_FOR_PIECES = 96;

    /** As in the reference runner: what is longer says nothing new at each of its thousands of offsets. */
    private static final int MOST_SPLIT_BYTES = 4096;

    /**
     * Rows of strictness {@code choice} in which Envoy does what the corpus only tolerates, and a recorded case shows it: an
     * authority in the target beside another {@code Host}, an empty {@code Host}, two {@code Authorization} lines.
     */
    private static final Set<String> RECORDED_OTHERWISE = Set.of("RL-49", "HO-04", "HF-46");

    @TestFactory
    Stream<DynamicTest> everyRowHasAnOutcomeThatIsRight(@TempDir Path directory) throws Exception {
        return play(CORPUS, directory);
    }

    @TestFactory
    Stream<DynamicTest> everyHttp2RowHasAnOutcomeThatIsRight(@TempDir Path directory) throws Exception {
        return play(HTTP2_CORPUS, directory);
    }

    private static Stream<DynamicTest> play(Path corpus, Path directory) throws Exception {
        Map<Row, Future<Observation>> played = new LinkedHashMap<>();
        List<Row> rows = Corpus.load(corpus).stream()
                .filter(row -> row.needs().isEmpty())
                .toList();
        try (Lanes lanes = Lanes.start(directory, rows.size())) {
            for (Row row : rows) {
                played.put(row, lanes.submit(lane -> lane.play(row)));
            }
            for (Future<Observation> one : played.values()) {
                one.get();
            }
            assertThat(lanes.routerIsAlive()).isTrue();
            assertThat(lanes.log()).doesNotContain("LEAK", "ERROR");
        }
        return played.entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey().toString(),
                        () -> isRight(entry.getKey(), entry.getValue().get())));
    }

    private static void isRight(Row row, Observation seen) {
        Judgement judgement = Judge.judge(row, seen);
        boolean right = judgement.verdict() == Verdict.PASS
                || (judgement.verdict() == Verdict.TOLERATED && RECORDED_OTHERWISE.contains(row.id()));
        assertThat(right).as("%s: %s%n%s", row, judgement, seen).isTrue();
    }

    @TestFactory
    Stream<DynamicTest> rowsThatABlackBoxCannotPlayAreNamed() throws IOException {
        return Corpus.load(CORPUS).stream()
                .filter(row -> !row.needs().isEmpty())
                .map(row -> dynamicTest(row.toString(), () -> Assumptions.abort("needs " + row.needs())));
    }

    @Test
    @Tag("long")
    void theVerdictIsTheSameWhereverTheBytesAreCut(@TempDir Path directory) throws Exception {
        List<Future<String>> differences = new ArrayList<>();
        try (Lanes lanes = Lanes.start(directory, LANES_FOR_PIECES)) {
            for (Row row : Corpus.load(CORPUS)) {
                String bytes = row.splittable();
                if (bytes == null
                        || bytes.length() > MOST_SPLIT_BYTES
                        || !row.needs().isEmpty()) {
                    continue;
                }
                Observation whole = lanes.submit(lane -> lane.play(row)).get();
                for (int cut = 1; cut < bytes.length(); cut++) {
                    int at = cut;
                    differences.add(lanes.submit(
                            lane -> difference(row, whole, lane.play(row, Lane.Pieces.CUT, at), "cut at " + at)));
                }
                differences.add(lanes.submit(
                        lane -> difference(row, whole, lane.play(row, Lane.Pieces.SINGLE_BYTES, 0), "byte by byte")));
            }
            List<String> found = new ArrayList<>();
            for (Future<String> one : differences) {
                if (!one.get().isEmpty()) {
                    found.add(one.get());
                }
            }
            System.out.println("plays of rows in pieces: " + differences.size());
            assertThat(found).isEmpty();
            assertThat(lanes.log()).doesNotContain("LEAK", "ERROR");
        }
    }

    /** Empty if there is none. */
    private static String difference(Row row, Observation whole, Observation other, String how) {
        Verdict expected = Judge.judge(row, whole).verdict();
        Judgement judgement = Judge.judge(row, other);
        boolean same = judgement.verdict() == expected && other.forwarded().equals(whole.forwarded());
        return same ? "" : row.id() + " " + how + ": " + judgement + " " + other;
    }
}
