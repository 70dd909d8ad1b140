package io.sluice.benchmarks.publish;

import io.sluice.router.Router;
import io.sluice.router.RouterConfig;
import io.sluice.table.RoutingTable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A router that publishes another table for each line it reads, and prints what that took, in microseconds. */
public final class PublishingRouter {
    private PublishingRouter() {}

    /** @param args number of models, the listener's port, the backend's port, number of event loops */
    public static void main(String[] args) throws IOException {
        ManyModels models =
                new ManyModels(Integer.parseInt(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        try (Router router = Router.start(RouterConfig.defaults().withEventLoops(Integer.parseInt(args[3])));
                BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            router.publish(models.endpoints());
            int edition = 0;
            do {
                RoutingTable table = models.table(edition++);
                long start = System.nanoTime();
                if (!router.publish(table).isEmpty()) {
                    throw new IOException("port " + models.port() + " cannot be opened");
                }
                System.out.println((System.nanoTime() - start) / 1_000);
            } while (lines.readLine() != null);
        }
    }
}
