package io.sluice.conformance.upstream;

import io.sluice.conformance.feature.Upstream;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All upstreams of a case. */
public final class Upstreams implements AutoCloseable {
    private final List<Closeable> servers = new ArrayList<>();

    /** @throws IOException if an address is taken; none is left open then */
    public static Upstreams start(List<Upstream> declared, Arrivals arrivals) throws IOException {
        Upstreams upstreams = new Upstreams();
        try {
            for (Upstream upstream : declared) {
                upstreams.servers.add(
                        upstream.deaf() ? DeafPort.open(upstream) : UpstreamServer.start(upstream, arrivals));
            }
        } catch (IOException taken) {
            upstreams.close();
            throw taken;
        }
        return upstreams;
    }

    @Override
    public void close() throws IOException {
        for (Closeable server : servers) {
            server.close();
        }
    }
}
