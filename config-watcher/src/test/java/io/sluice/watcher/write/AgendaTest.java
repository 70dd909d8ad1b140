package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** When a step is taken, and when again. */
class AgendaTest {
    private static final Step A = new WithdrawService("ns", "a");
    private static final Step B = new WithdrawService("ns", "b");
    private static final Step OF_ANOTHER_KIND = new WithdrawSlice("ns", "a");

    private final Agenda agenda = new Agenda(new Random(1));

    private static long after(Duration time) {
        return time.toNanos();
    }

    @Test
    void whatWasTakenIsNotTakenAgainUntilItMustHaveBeenSeen() {
        List<Step> plan = List.of(A, B);
        assertThat(agenda.due(plan, 0)).containsExactly(A, B);
        agenda.taken(A, 0);
        assertThat(agenda.due(plan, after(Duration.ofSeconds(1)))).containsExactly(B);
        assertThat(agenda.due(plan, after(Agenda.SEEN))).containsExactly(A, B);
    }

    @Test
    void whatHasBeenSeenAndIsWantedAgainIsDueAtOnce() {
        agenda.taken(A, 0);
        assertThat(agenda.due(List.of(B), 1)).containsExactly(B);
        assertThat(agenda.due(List.of(A), 2)).containsExactly(A);
    }

    @Test
    void objectsOfTwoKindsAreTwo() {
        agenda.taken(A, 0);
        assertThat(agenda.due(List.of(A, OF_ANOTHER_KIND), 1)).containsExactly(OF_ANOTHER_KIND);
    }

    @Test
    void whatFailsIsTriedLaterEachTimeAndKeepsNothingElseWaiting() {
        List<Step> plan = List.of(A, B);
        long now = 0;
        Duration before = Duration.ZERO;
        for (int i = 0; i < 8; i++) {
            agenda.failed(A, now);
            assertThat(agenda.due(plan, now + 1)).containsExactly(B);
            long start = now;
            while (!agenda.due(plan, now).contains(A)) {
                now += Duration.ofMillis(100).toNanos();
            }
            Duration waited = Duration.ofNanos(now - start);
            assertThat(waited).isBetween(Duration.ofMillis(500), Duration.ofSeconds(46));
            before = i == 0 ? waited : before;
        }
        assertThat(before).isLessThan(Duration.ofSeconds(2));
    }
}
