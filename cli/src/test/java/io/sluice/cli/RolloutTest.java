package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.RouterConfig;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import io.sluice.watcher.Watcher;
import io.sluice.watcher.WatcherConfig;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Recorded edits of a SeldonDeployment on the wire, step by step, under load: models start late, one never; no request fails, and
 * nobody is sent to a model that is not there.
 */
@Timeout(120)
class RolloutTest {
    private static final Path RECORDED = Path.of("..", "conformance", "seldon");
    private static final String REQUEST = ServedExample.predict("any", "/seldon/models/fraud/api/v1.0/predictions");
    private static final int CLIENTS = 4;

    @TempDir
    Path directory;

    private final int port = FreePort.any();
    private final BlockingQueue<List<Problem>> problems = new LinkedBlockingQueue<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private final AtomicLong answered = new AtomicLong();
    private final List<String> failed = new ArrayList<>();
    private final List<Thread> clients = new ArrayList<>();
    private StubModel main;
    private StubModel canary;
    private Serving serving;

    @BeforeEach
    void models() throws IOException {
        main = StubModel.start(0, "main");
        canary = StubModel.start(0, "canary");
        serving = Serving.start(RouterConfig.defaults().withEventLoops(2), Placement.DECLARED);
        save("gateway.yaml", """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: seldon-gateway, namespace: istio-system}
            spec:
              selector: {istio: ingressgateway}
              servers: [{port: {number: PORT, name: http, protocol: HTTP}, hosts: ["*"]}]
            """.replace("PORT", Integer.toString(port)));
    }

    @AfterEach
    void end() throws Exception {
        done.set(true);
        for (Thread client : clients) {
            client.join();
        }
        serving.close();
        main.close();
        canary.close();
    }

    @Test
    void aCanaryGetsItsShareOnceItIsReadyAndNotBefore() throws Exception {
        pods("main", main.port(), true);
        try (Watcher watcher = serve("steps-canary-added")) {
            step("steps-canary-added/step2");
            awaitWaiting("canary");
            pods("canary", canary.port(), false);
            awaitAnswers(500);
            assertThat(canary.predictions()).isZero();
            pods("canary", canary.port(), true);
            await(() -> canary.predictions() > 20);
            awaitNothingWaits();
            assertNothingFailed();
        }
    }

    @Test
    void aCanaryThatIsNeverReadyNeverGetsARequestAndItsShareCanBeTakenAway() throws Exception {
        pods("main", main.port(), true);
        pods("canary", canary.port(), false);
        try (Watcher watcher = serve("steps-canary-never-ready")) {
            step("steps-canary-never-ready/step2");
            awaitWaiting("canary");
            awaitAnswers(500);
            step("steps-canary-never-ready/step3");
            awaitNothingWaits();
            awaitAnswers(500);
            step("steps-canary-never-ready/step4");
            awaitAnswers(500);
            assertThat(canary.predictions()).isZero();
            assertNothingFailed();
        }
    }

    @Test
    void aPredictorThatIsTakenOutGetsNoMoreRequestsOnceItsPodsGo() throws Exception {
        pods("main", main.port(), true);
        pods("canary", canary.port(), true);
        try (Watcher watcher = serve("steps-predictor-removed")) {
            await(() -> canary.predictions() > 20);
            step("steps-predictor-removed/step2");
            awaitQuiet(canary);
            Files.delete(directory.resolve("canary.yaml"));
            awaitAnswers(500);
            assertNothingFailed();
        }
    }

    @Test
    void aRenamedContainerMovesToNewPodsWithoutAFailure() throws Exception {
        pods("main", main.port(), true);
        try (Watcher watcher = serve("steps-container-renamed")) {
            await(() -> main.predictions() > 20);
            step("steps-container-renamed/step2");
            // The new Deployment's pod becomes ready, then the old one's goes.
            pods("main", canary.port(), true);
            await(() -> canary.predictions() > 20);
            awaitQuiet(main);
            assertNothingFailed();
        }
    }

    private Watcher serve(String recorded) throws IOException, InterruptedException {
        step(recorded);
        Watcher watcher = Watcher.start(WatcherConfig.of(List.of(directory)), serving, problems::add);
        assertThat(watcher.awaitFirst(Duration.ofSeconds(20))).isTrue();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(Thread.ofVirtual().start(this::call));
        }
        return watcher;
    }

    private void call() {
        try (RawClient client = RawClient.connect(port)) {
            while (!done.get()) {
                String answer = client.send(REQUEST).message();
                if (!answer.startsWith("http/1.1 200 ok\r\n")) {
                    fail(answer);
                }
                answered.incrementAndGet();
            }
        } catch (IOException broken) {
            fail(broken.toString());
        }
    }

    private void fail(String how) {
        synchronized (failed) {
            failed.add(how);
        }
    }

    private void assertNothingFailed() {
        synchronized (failed) {
            assertThat(failed).isEmpty();
        }
    }

    private void step(String recorded) throws IOException {
        save("fraud.yaml", Files.readString(RECORDED.resolve(recorded).resolve("input.yaml")));
    }

    /** The slice and the pod of a predictor. */
    private void pods(String predictor, int modelPort, boolean ready) throws IOException {
        save(predictor + ".yaml", """
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: fraud-NAME-1, namespace: models, labels: {kubernetes.io/service-name: fraud-NAME}}
            addressType: IPv4
            ports: [{name: http, port: PORT}]
            endpoints:
            - {addresses: [127.0.0.1], conditions: {ready: READY}, targetRef: {kind: Pod, name: fraud-NAME-0, namespace: models}}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: fraud-NAME-0, namespace: models, labels: {seldon-app: fraud-NAME, version: NAME}}
            """.replace("NAME", predictor)
                .replace("PORT", Integer.toString(modelPort))
                .replace("READY", Boolean.toString(ready)));
    }

    private void save(String name, String text) throws IOException {
        Path next = Files.writeString(directory.resolve("." + name), text);
        Files.move(next, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitAnswers(int more) throws IOException, InterruptedException {
        long wanted = answered.get() + more;
        await(() -> answered.get() >= wanted);
    }

    /** Until a hundred answers come without one from this model. */
    private void awaitQuiet(StubModel model) throws IOException, InterruptedException {
        long before;
        do {
            before = model.predictions();
            awaitAnswers(100);
        } while (model.predictions() != before);
    }

    private void awaitWaiting(String predictor) throws IOException, InterruptedException {
        awaitProblems(now -> now.stream()
                .anyMatch(problem -> problem.code() == Code.WAITING_FOR_PREDICTOR
                        && problem.sentence().contains(predictor)));
    }

    private void awaitNothingWaits() throws IOException, InterruptedException {
        awaitProblems(now -> now.stream().noneMatch(problem -> problem.code() == Code.WAITING_FOR_PREDICTOR));
    }

    private void awaitProblems(Predicate<List<Problem>> wanted) throws IOException, InterruptedException {
        List<Problem> now;
        do {
            now = problems.poll(30, TimeUnit.SECONDS);
            assertThat(now).as("problems told").isNotNull();
        } while (!wanted.test(now));
    }

    /** Time passes with requests. */
    private void awaitAnswer() throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            client.send(REQUEST).message();
        }
    }

    private void await(BooleanSupplier wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!wanted.getAsBoolean()) {
            assertNothingFailed();
            assertThat(System.nanoTime()).as("in time").isLessThan(end);
            awaitAnswer();
        }
    }
}
