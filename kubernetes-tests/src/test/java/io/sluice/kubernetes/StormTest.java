package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoints;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand changes of slices (reliability.md C10): no table is made anew, and each is in force soon. */
class StormTest {
    private static final int MODELS = 100;
    private static final int EVENTS = 10_000;
    private static final int A_SECOND = 1_000;
    private static final Duration SOON = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    /** When each change was sent, and how long after it that state, or a later one of the same slice, was published. */
    private static final class Delays {
        private final long[] sentNanos = new long[EVENTS];
        private final long[] delayNanos = new long[EVENTS];
        private final int[] reached = new int[MODELS];

        /** A change carries its number as an address. */
        static String address(int event) {
            return "10." + (100 + event / 62_500) + "." + event / 250 % 250 + "." + (event % 250 + 1);
        }

        private static int event(String address) {
            String[] parts = address.split("\\.", -1);
            int hundreds = Integer.parseInt(parts[1]);
            return hundreds < 100
                    ? -1
                    : (hundreds - 100) * 62_500 + Integer.parseInt(parts[2]) * 250 + Integer.parseInt(parts[3]) - 1;
        }

        synchronized void sent(int event) {
            sentNanos[event] = System.nanoTime();
        }

        synchronized void published(Endpoints endpoints) {
            long now = System.nanoTime();
            endpoints.byCluster().values().stream()
                    .flatMap(List::stream)
                    .map(Endpoint::address)
                    .forEach(address -> {
                        int event = event(address);
                        if (event >= 0) {
                            int model = event % MODELS;
                            for (int before = model + reached[model] * MODELS; before <= event; before += MODELS) {
                                delayNanos[before] = now - sentNanos[before];
                                reached[model]++;
                            }
                        }
                    });
        }

        synchronized boolean all() {
            return Arrays.stream(reached).sum() == EVENTS;
        }

        synchronized Duration percentile(double share) {
            long[] sorted = delayNanos.clone();
            Arrays.sort(sorted);
            return Duration.ofNanos(sorted[(int) Math.ceil(share * EVENTS) - 1]);
        }
    }

    @Test
    void tenThousandChangesOfSlicesMakeNoTableAndAreInForceWithinAFifthOfASecond() throws Exception {
        try (StubApiServer server = new StubApiServer()) {
            ObjectNode[] slices = new ObjectNode[MODELS];
            for (int i = 0; i < MODELS; i++) {
                server.objects.apply(Example.model("m" + i, "10.0." + i + ".1"));
                slices[i] = Objects.requireNonNull(server.objects.get(Example.SLICES, "my-ns", "m" + i + "-abc"));
            }
            try (Followed followed = Followed.start(directory, server.url()).awaitReady()) {
                Delays delays = new Delays();
                followed.onEndpoints(delays::published);
                int tables = followed.tables();
                long begin = System.nanoTime();
                for (int i = 0; i < EVENTS; i++) {
                    ArrayNode addresses = (ArrayNode) slices[i % MODELS].at("/endpoints/0/addresses");
                    addresses.removeAll().add(Delays.address(i));
                    delays.sent(i);
                    server.objects.put(slices[i % MODELS]);
                    LockSupport.parkNanos(begin + (i + 1) * 1_000_000_000L / A_SECOND - System.nanoTime());
                }
                followed.await("all of them", delays::all);

                System.out.printf(
                        "%d changes of slices, %d a second: tables %d, in force after %d ms (p50), %d ms (p99), %d ms"
                                + " (max)%n",
                        EVENTS,
                        A_SECOND,
                        followed.tables() - tables,
                        delays.percentile(0.5).toMillis(),
                        delays.percentile(0.99).toMillis(),
                        delays.percentile(1).toMillis());
                assertThat(followed.tables()).isEqualTo(tables);
                assertThat(delays.percentile(0.99)).isLessThanOrEqualTo(SOON);
            }
        }
    }
}
