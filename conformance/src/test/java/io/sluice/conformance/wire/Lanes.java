package io.sluice.conformance.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Lanes of one router. Plays are queued; each takes the next lane that is free. */
final class Lanes implements AutoCloseable {
    private final Path directory;
    private final RouterProcess router;
    private final List<Lane> all = new ArrayList<>();
    private final BlockingQueue<Lane> free;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private Lanes(Path directory, RouterProcess router) {
        this.directory = directory;
        this.router = router;
        free = new ArrayBlockingQueue<>(router.ports().size());
    }

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
            Lane lane = free.take();
            try {
                return play.on(lane);
            } finally {
                free.add(lane);
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
