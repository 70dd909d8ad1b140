package io.sluice.cli;

import static io.sluice.cli.ServedExample.predict;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The first example, from its file to its answers. */
@Timeout(120)
class FirstExampleTest {
    private static final String HOST = "canary-example-1:8000";
    private static final String PATH = "/seldon/my-ns/canary-example-1/api/v1.0/predictions";

    @TempDir
    Path directory;

    /** @param canary per cent; 25 is the example as it stands, 50 an A/B test */
    @ParameterizedTest
    @ValueSource(ints = {25, 50})
    void tenThousandRequestsAreSplitAsDeclared(int canary) throws Exception {
        try (ServedExample example = ServedExample.start("canary-example-1", directory)) {
            if (canary != 25) {
                example.weights(100 - canary, canary);
                awaitTable(example, 2);
            }
            int clients = 8;
            onEachOf(clients, () -> {
                try (RawClient client = example.connect()) {
                    for (int i = 0; i < 10_000 / clients; i++) {
                        assertPredicted(client.send(predict(HOST, PATH)).message());
                    }
                }
                return true;
            });
            assertThat(example.main.predictions() + example.canary.predictions())
                    .isEqualTo(10_000);
            // 3.5 and 4 standard deviations: one run in some thousands may be further off.
            double points = canary == 25 ? 1.5 : 2;
            assertThat(example.canary.predictions() / 100.0).isBetween(canary - points, canary + points);
        }
    }

    /** Requests that are half sent when the weights turn end where they began; none that begins later goes there. */
    @Test
    void blueEndsWhatItHasBegunAndEverythingElseGoesToGreen() throws Exception {
        String request = predict(HOST, PATH);
        int half = request.length() - 7;
        try (ServedExample example = ServedExample.start("canary-example-1", directory)) {
            example.weights(100, 0);
            awaitTable(example, 2);
            List<RawClient> inFlight = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                inFlight.add(example.connect().send(request.substring(0, half)));
            }
            try (RawClient client = example.connect()) {
                assertThat(client.send(request).message()).contains("\"predictor\":\"main\"");
                example.weights(0, 100);
                awaitTable(example, 3);
                for (int i = 0; i < 500; i++) {
                    assertThat(client.send(request).message()).contains("\"predictor\":\"canary\"");
                }
            }
            assertThat(example.main.predictions()).isEqualTo(1);
            for (RawClient one : inFlight) {
                try (one) {
                    String answer = one.send(request.substring(half)).message();
                    assertPredicted(answer);
                    assertThat(answer).contains("\"predictor\":\"main\"");
                }
            }
            assertThat(example.main.predictions()).isEqualTo(1 + inFlight.size());
        }
    }

    /** Requests pass while the table with this number is made. */
    private static void awaitTable(ServedExample example, int number) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        try (RawClient client = example.connect()) {
            while (example.tables.get() < number && System.nanoTime() - end < 0) {
                client.send(predict(HOST, "/nowhere")).message();
            }
        }
        assertThat(example.tables.get()).as("tables in force").isEqualTo(number);
    }

    @Test
    void anUnknownPathIsNotFoundWithAnEmptyBody() throws Exception {
        try (ServedExample example = ServedExample.start("canary-example-1", directory);
                RawClient client = example.connect()) {
            String answer = client.send(predict(HOST, "/seldon/my-ns/another/api/v1.0/predictions"))
                    .message();
            assertThat(answer).startsWith("http/1.1 404 not found\r\n").contains("content-length: 0\r\n");
        }
    }

    /** Seldon's page calls a host and a namespace that its own manifest does not have. */
    @Test
    void theCurlOfSeldonsPageDoesNotFitItsManifest() throws Exception {
        try (ServedExample example = ServedExample.start("canary-example-1", directory);
                RawClient client = example.connect()) {
            assertThat(client.send(seldonsCurl()).message()).startsWith("http/1.1 404 not found\r\n");
        }
    }

    @Test
    void theCurlOfSeldonsPageIsAnsweredByAManifestThatItFits() throws Exception {
        try (ServedExample example = ServedExample.start("mysvcname", directory);
                RawClient client = example.connect()) {
            assertPredicted(client.send(seldonsCurl()).message());
        }
    }

    private static String seldonsCurl() {
        return predict("mysvcname:8000", "/seldon/batest/canary-example-1/api/v1.0/predictions");
    }

    /** Whether to go on is the model's to say, as with Istio (istio-recorded.md §8); curl would wait a second for nothing. */
    @Test
    void whoWaitsToBeToldToSendItsBodyIsTold() throws Exception {
        String request = predict(HOST, PATH);
        int body = request.indexOf("\r\n\r\n") + 4;
        try (ServedExample example = ServedExample.start("canary-example-1", directory);
                RawClient client = example.connect()) {
            client.send(request.substring(0, body - 2) + "expect: 100-continue\r\n\r\n");
            assertThat(client.head()).startsWith("http/1.1 100 continue\r\n");
            assertPredicted(client.send(request.substring(body)).message());
        }
    }

    @Test
    void anEditedWeightIsLiveAndAnswersGoOn() throws Exception {
        try (ServedExample example = ServedExample.start("canary-example-1", directory);
                RawClient client = example.connect()) {
            assertPredicted(client.send(predict(HOST, PATH)).message());
            example.weights(0, 100);
            awaitSplit(client, "canary");
            example.weights(100, 0);
            awaitSplit(client, "main");
        }
    }

    /** Asks until fifty answers in a row name the predictor. */
    private static void awaitSplit(RawClient client, String predictor) throws IOException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        int inARow = 0;
        while (inARow < 50 && System.nanoTime() - end < 0) {
            String answer = client.send(predict(HOST, PATH)).message();
            assertPredicted(answer);
            inARow = answer.contains("\"predictor\":\"" + predictor + "\"") ? inARow + 1 : 0;
        }
        assertThat(inARow).as("answers of %s in a row", predictor).isEqualTo(50);
    }

    @Test
    @Tag("long")
    void aHundredReloadsUnderLoadFailNoRequest() throws Exception {
        try (ServedExample example = ServedExample.start("canary-example-1", directory)) {
            Edits edits = new Edits(example);
            onEachOf(32, () -> {
                try (RawClient client = example.connect()) {
                    while (edits.go()) {
                        assertPredicted(client.send(predict(HOST, PATH)).message());
                    }
                }
                return true;
            });
            assertThat(edits.answered).isGreaterThanOrEqualTo(100_000);
        }
    }

    /** A hundred edits, each when the one before is in force and another thousand answers have come. */
    private static final class Edits {
        private static final int WANTED = 100;

        private final ServedExample example;
        private int made;
        private long answered;

        private Edits(ServedExample example) {
            this.example = example;
        }

        /** Whether clients go on. */
        private synchronized boolean go() throws IOException {
            boolean inForce = example.tables.get() > made;
            if (made < WANTED && inForce && answered >= (made + 1) * 1_000L) {
                made++;
                example.weights(made - 1, 101 - made);
            }
            answered++;
            return made < WANTED || !inForce;
        }
    }

    private static void assertPredicted(String answer) {
        assertThat(answer).startsWith("http/1.1 200 ok\r\n");
    }

    private static void onEachOf(int clients, Callable<Boolean> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                running.add(threads.submit(work));
            }
            for (Future<Boolean> one : running) {
                assertThat(one.get()).isTrue();
            }
        }
    }
}
