package io.sluice.router.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Notes come out as they went in, and what there is no room for stays out. */
class SpanRingTest {
    private static final SpanLayout LAYOUT = new SpanLayout(List.of());

    private static SpanNote note(long id) {
        return new SpanNote(1, 1, id, 0, 0, 0, "", false, LAYOUT, List.of());
    }

    @Test
    void isBoundedAndInOrder() {
        SpanRing ring = new SpanRing(4);
        for (int round = 0; round < 10; round++) {
            for (long id = 0; id < 4; id++) {
                assertThat(ring.offer(note(id))).isTrue();
            }
            assertThat(ring.offer(note(9))).isFalse();
            for (long id = 0; id < 4; id++) {
                assertThat(ring.poll()).isEqualTo(note(id));
            }
            assertThat(ring.poll()).isNull();
        }
    }
}
