package io.sluice.router.http.h2.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The ledgers of flow control under any order of what may happen, against the sums that they stand for. */
class WindowsTest {

    @Property(tries = 500)
    void aReceiveWindowNeverAdmitsMoreThanItsSize(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 40_000) Integer> steps,
            @ForAll @IntRange(min = 1, max = 100_000) int size,
            @ForAll @IntRange(min = 1, max = 1_000_000) int most) {
        ReceiveWindow window = new ReceiveWindow();
        window.start(size, most);
        long granted = size;
        long received = 0;
        long consumed = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (i % 2 == 0) {
                // A peer that uses what it was given.
                int bytes = (int) Math.min(steps.get(i), granted - received);
                assertThat(window.received(bytes)).isTrue();
                received += bytes;
            } else {
                int bytes = (int) Math.min(steps.get(i), received - consumed);
                consumed += bytes;
                granted += window.consumed(bytes);
            }
            assertThat(window.size()).isLessThanOrEqualTo(Math.max(size, most));
            assertThat(granted - consumed).isBetween(0L, (long) window.size());
        }
        assertThat(window.received((int) (granted - received) + 1)).isFalse();
    }

    @Property(tries = 500)
    void aSendWindowNeverSendsMoreThanWasGranted(
            @ForAll @Size(max = 200) List<@IntRange(min = -70_000, max = 70_000) Integer> steps) {
        SendWindow window = new SendWindow();
        window.start(65_535);
        long granted = 65_535;
        long sent = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (i % 2 == 0) {
                assertThat(window.grow(steps.get(i))).isTrue();
                granted += steps.get(i);
            } else {
                int bytes = Math.min(Math.abs(steps.get(i)), window.available());
                window.sent(bytes);
                sent += bytes;
            }
            assertThat(window.available()).isGreaterThanOrEqualTo(0);
            assertThat((long) window.available()).isEqualTo(Math.max(0, granted - sent));
        }
        assertThat(window.grow(Integer.MAX_VALUE + 1L - (granted - sent))).isFalse();
    }

    @Property(tries = 500)
    void whatIsHeldIsGivenBackOnceAndNeverMore(
            @ForAll @Size(max = 200) List<@IntRange(min = 1, max = 40_000) Integer> steps,
            @ForAll @IntRange(min = 0, max = 200_000) int most) {
        HeldLedger ledger = new HeldLedger(most);
        java.util.ArrayDeque<Integer> held = new java.util.ArrayDeque<>();
        long total = 0;
        long renewed = 0;
        for (int i = 0; i < steps.size(); i++) {
            if (i % 3 < 2) {
                held.add(steps.get(i));
                total += steps.get(i);
                renewed += ledger.hold(steps.get(i));
            } else if (!held.isEmpty()) {
                renewed += ledger.release(held.poll());
            }
            // What the connection's window lacks never exceeds what is held.
            assertThat(total - renewed).isBetween(0L, ledger.held());
        }
        while (!held.isEmpty()) {
            renewed += ledger.release(held.poll());
        }
        assertThat(renewed).isEqualTo(total);
        assertThat(ledger.held()).isZero();
    }
}
