package io.sluice.benchmarks.peer;

import io.sluice.benchmarks.load.Scenario;
import io.sluice.benchmarks.netty.NettyBackend;
import io.sluice.benchmarks.process.Executables;
import java.nio.file.Path;
import java.util.List;

/**
 * The model behind every proxy: a main predictor and a canary that answer at once. nginx where it is installed, since it
 * takes less of the core that the load generator needs; but its {@code return} answers before it has read a body, which no
 * model does and wrk does not expect. So for bodies that take several reads, and where there is no nginx, one of ours, which also speaks HTTP/2.
 */
public final class Backends {
    private Backends() {}

    /** @param work an existing directory for the configuration */
    public static List<String> command(Path work, Scenario scenario) {
        return Executables.find("nginx")
                .filter(nginx -> scenario.isOneRead())
                .map(nginx -> nginx(nginx, work, scenario))
                .orElseGet(() -> JavaProcess.command(
                        NettyBackend.class,
                        List.of(
                                Integer.toString(Ports.MAIN),
                                Integer.toString(Ports.CANARY),
                                scenario.modelsSpeakHttp2() ? "http2" : "http1")));
    }

    private static List<String> nginx(Path nginx, Path work, Scenario scenario) {
        Path configuration = new Configurations(work, scenario).write("backends.conf", Ports.MAIN);
        return List.of(nginx.toString(), "-c", configuration.toString());
    }
}
