package io.sluice.benchmarks.soak;

import io.sluice.benchmarks.process.RouterProcess;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/** What every trial stands on: a directory of manifests, a gateway's port, a ledger, and a router once it is started. */
final class Stage implements AutoCloseable {
    static final String PATH = "/seldon/models/soak/api/v1.0/predictions";

    private final Path repository;
    private final Plan plan;
    private final Manifests manifests;
    private final Ledger ledger;
    private final int port = FreePort.any();
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * @param requests of each trial
     * @param perSecond where a trial has a steady pace
     * @param guarded whether the trial keeps what it relies on
     */
    record Plan(int requests, int perSecond, boolean guarded) {
        /** How long a steady trial takes. */
        Duration length() {
            return Duration.ofMillis(requests * 1000L / perSecond);
        }
    }

    /** What happens to models, manifests or routers while requests are under way. It ends soon after {@link #goesOn} says no. */
    interface Disturbance {
        void run() throws Exception;
    }

    Stage(Path repository, Path work, String trial, Plan plan) throws IOException {
        this.repository = repository;
        this.plan = plan;
        manifests = new Manifests(Files.createDirectories(work.resolve(trial)));
        manifests.gateway(port);
        ledger = new Ledger(plan.requests());
    }

    Plan plan() {
        return plan;
    }

    boolean guarded() {
        return plan.guarded();
    }

    Manifests manifests() {
        return manifests;
    }

    Ledger ledger() {
        return ledger;
    }

    int port() {
        return port;
    }

    RouterProcess router() throws IOException, InterruptedException {
        return router(manifests);
    }

    RouterProcess router(List<String> options) throws IOException, InterruptedException {
        return router(manifests, options);
    }

    /** One more router, with a directory of its own. */
    RouterProcess router(Manifests others) throws IOException, InterruptedException {
        return router(others, List.of("--event-loops", "2"));
    }

    private RouterProcess router(Manifests read, List<String> options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("--drain-seconds", "10", "--reason-header"));
        all.addAll(options);
        return RouterProcess.start(repository, read.directory(), all);
    }

    SoakModel model(SoakModel.Behaviour behaviour) throws IOException {
        return SoakModel.start(0, ledger, behaviour);
    }

    Pace steady() {
        return new Pace.Steady(plan.perSecond());
    }

    /** Whether there is still something to disturb. */
    boolean goesOn() {
        return !over.get() && ledger.sent() < plan.requests();
    }

    Callers callers(Ledger to, Pace pace, int connections) {
        return new Callers(port, PATH, to, pace, connections);
    }

    /** Sends all requests while the disturbance runs. */
    Callers drive(Pace pace, int connections, Disturbance disturbance) throws Exception {
        Callers callers = callers(ledger, pace, connections);
        AtomicReference<Exception> broken = new AtomicReference<>();
        Thread disturbing = Thread.ofPlatform().start(() -> {
            try {
                disturbance.run();
            } catch (Exception failure) {
                broken.set(failure);
            }
        });
        callers.run();
        over.set(true);
        disturbing.join();
        Exception failure = broken.get();
        if (failure != null) {
            throw failure;
        }
        return callers;
    }

    @Override
    public void close() {
        over.set(true);
    }
}
