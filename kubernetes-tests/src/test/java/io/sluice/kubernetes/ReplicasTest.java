package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.RoutingTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routers that see the same objects serve the same, whatever order they came in (reliability.md C11, C15, C16). */
class ReplicasTest {
    private static final int MODELS = 12;

    @TempDir
    private Path directory;

    private static List<String> objects() {
        List<String> objects = new ArrayList<>();
        for (int i = 0; i < MODELS; i++) {
            String name = "model-" + i;
            objects.add(Example.service(name));
            objects.add(Example.slice(name, "10.0.0." + (i + 1)));
            objects.add(Example.route(name, "/" + name));
        }
        return objects;
    }

    @Test
    void theOrderInWhichObjectsComeDoesNotMatter() throws Exception {
        RoutingTable first = null;
        for (int seed = 0; seed < 8; seed++) {
            List<String> shuffled = objects();
            Collections.shuffle(shuffled, new Random(seed));
            Path own = Files.createDirectory(directory.resolve("replica-" + seed));
            try (StubApiServer server = new StubApiServer()) {
                int early = seed * shuffled.size() / 8;
                shuffled.subList(0, early).forEach(server.objects::apply);
                try (Followed followed = Followed.start(own, server.url()).awaitReady()) {
                    shuffled.subList(early, shuffled.size()).forEach(server.objects::apply);
                    followed.await(
                            "all of them", () -> followed.addresses().size() == MODELS && routes(followed) == MODELS);
                    first = first == null ? followed.table() : first;
                    assertThat(followed.table()).as("seed %s", seed).isEqualTo(first);
                    assertThat(followed.table().hashCode()).isEqualTo(first.hashCode());
                }
            }
        }
    }

    private static int routes(Followed followed) {
        String table = followed.table().toString();
        int routes = 0;
        for (int i = 0; i < MODELS; i++) {
            routes += table.contains("/model-" + i + ",") || table.contains("/model-" + i + "]") ? 1 : 0;
        }
        return routes;
    }

    @Test
    void endpointsComeBeforeTheRoutesThatNameThem() throws Exception {
        try (StubApiServer server = new StubApiServer();
                Followed followed = Followed.start(directory, server.url()).awaitReady()) {
            for (String object : objects()) {
                server.objects.apply(object);
            }
            followed.await("all of them", () -> routes(followed) == MODELS);
            assertThat(followed.missing()).isEmpty();
        }
    }

    @Test
    void whatIsTakenBackIsAsIfItHadNeverBeen() throws Exception {
        try (StubApiServer server = new StubApiServer()) {
            server.objects.apply(Example.model("iris", "10.0.0.1"));
            try (Followed followed = Followed.start(directory, server.url()).awaitReady()) {
                RoutingTable before = followed.table();
                server.objects.apply(Example.route("iris", "/v2"));
                followed.await("the new one", () -> followed.says("/v2"));
                server.objects.apply(Example.route("iris", "/v1"));
                followed.await("the old one", () -> followed.says("/v1"));
                assertThat(followed.table()).isEqualTo(before);
            }
        }
    }
}
