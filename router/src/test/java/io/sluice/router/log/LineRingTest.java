package io.sluice.router.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A ring takes lines whole, in order, or not at all. */
class LineRingTest {
    private static boolean offer(LineRing ring, String line) {
        byte[] bytes = line.getBytes(StandardCharsets.US_ASCII);
        return ring.offer(bytes, bytes.length);
    }

    private static String take(LineRing ring, int most) {
        ByteBuffer batch = ByteBuffer.allocate(most);
        ring.takeInto(batch);
        return new String(batch.array(), 0, batch.position(), StandardCharsets.US_ASCII);
    }

    @Test
    void whatHasNoRoomIsNotThereAtAll() {
        LineRing ring = new LineRing(8);
        assertThat(offer(ring, "abcde\n")).isTrue();
        assertThat(offer(ring, "xyz")).isFalse();
        assertThat(offer(ring, "x\n")).isTrue();
        assertThat(take(ring, 100)).isEqualTo("abcde\nx\n");
        assertThat(ring.isEmpty()).isTrue();
    }

    @Test
    void linesGoRoundTheEnd() {
        LineRing ring = new LineRing(8);
        StringBuilder taken = new StringBuilder();
        StringBuilder offered = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            assertThat(offer(ring, i + "\n")).isTrue();
            offered.append(i).append('\n');
            taken.append(take(ring, 2));
            taken.append(take(ring, 2));
        }
        assertThat(taken.toString()).isEqualTo(offered.toString());
    }

    @Test
    void twoThreadsLoseNothing() throws Exception {
        LineRing ring = new LineRing(64);
        int lines = 100_000;
        Thread loop = Thread.ofPlatform().start(() -> {
            for (int i = 0; i < lines; i++) {
                while (!offer(ring, i + "\n")) {
                    Thread.onSpinWait();
                }
            }
        });
        StringBuilder taken = new StringBuilder();
        while (loop.isAlive() || !ring.isEmpty()) {
            taken.append(take(ring, 50));
        }
        assertThat(taken.toString().lines().mapToInt(Integer::parseInt).toArray())
                .hasSize(lines)
                .isSorted();
    }
}
