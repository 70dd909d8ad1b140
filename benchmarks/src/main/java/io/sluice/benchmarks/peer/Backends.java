package io.sluice.benchmarks.peer;

import io.sluice.benchmarks.netty.NettyBackend;
import io.sluice.benchmarks.process.Executables;
import java.nio.file.Path;
import java.util.List;

/**
 * The model behind every proxy: a main predictor and a canary that answer at once. nginx where it is installed, since it
 * takes less of the core that the load generator needs; else a small one of ours.
 */
public final class Backends {
    private Backends() {}

    /** @param work an existing directory for the configuration */
    public static List<String> command(Path work) {
        return Executables.find("nginx")
                .map(nginx -> List.of(
                        nginx.toString(),
                        "-c",
                        new Configurations(work)
                                .write("backends.conf", Ports.MAIN)
                                .toString()))
                .orElseGet(() -> JavaProcess.command(
                        NettyBackend.class, List.of(Integer.toString(Ports.MAIN), Integer.toString(Ports.CANARY))));
    }
}
