package io.sluice.conformance.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Lanes of one router. Plays are queued; each takes the lane that has rested longest: what a row left under way reaches the
 * backend late on a busy machine, and must not be counted for the next one.
 */
final class Lanes implements AutoCloseable {
    private static final int AT_ONCE = 24;

    private final Path directory;
    private final RouterProcess router;
    private final List<Lane> all = new ArrayList<>();
    private final Queue<Lane> free;
    private final Semaphore atOnce = new Semaphore(AT_ONCE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Lanes(Path directory, RouterProcess router) {
        this.directory = directory;
        this.router = router;
        free = new ConcurrentLinkedQueue<>();
    }

    /** @param count one for each row, or at least {@value #AT_ONCE} */
    static Lanes start(Path directory, int count) throws IOException {
        List<RecordingBackend> backends = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            backends.add(new RecordingBackend());
        }
        RouterProcess router = RouterProcess.start(
                directory, backends.stream().map(RecordingBackend::port).toList());
        Lanes lanes = new Lanes(directory, router);
        for (int i = 0; i < count; i++) {
            lanes.all.add(new Lane(router.ports().get(i), backends.get(i)));
        }
        lanes.free.addAll(lanes.all);
        return lanes;
    }

    interface Play<T> {
        T on(Lane lane) throws IOException;
    }

    <T> Future<T> submit(Play<T> play) {
        return threads.submit(() -> {
            atOnce.acquire();
            Lane lane = free.remove();
            try {
                return play.on(lane);
            } finally {
                free.add(lane);
                atOnce.release();
            }
        });
    }

    boolean routerIsAlive() {
        return router.alive();
    }

    /** What the router said: warnings about leaks and errors are defects. */
    String log() throws IOException {
        return Files.readString(RouterProcess.log(directory));
    }

    @Override
    public void close() throws IOException {
        router.close();
        threads.close();
        for (Lane lane : all) {
            lane.close();
        }
    }
}
