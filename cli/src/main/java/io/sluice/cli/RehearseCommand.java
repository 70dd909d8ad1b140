package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.SmallCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * {@code sluice rehearse}: what the JVM watches once for all later starts (docs/adr/0012). The demo calls itself, and a cluster is read whose
 * models are enough for the JVM to learn what is done a thousand times.
 */
@Command(
        name = "rehearse",
        hidden = true,
        mixinStandardHelpOptions = true,
        description =
                "Do all that a start does, and end: for the launcher and the image, which keep what the JVM learns of"
                        + " it.",
        footer = {"", "Example: sluice rehearse"})
final class RehearseCommand implements Callable<Integer> {
    private static final int MODELS = 150;
    private static final String CALLS = "200";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Override
    public Integer call() throws IOException, InterruptedException {
        int demo = new CommandLine(new DemoCommand()).execute("--calls", CALLS);
        return demo == 0 ? cluster() : demo;
    }

    private static int cluster() throws IOException, InterruptedException {
        Path kubeconfig = Files.createTempFile("sluice-rehearsal", ".yaml");
        try (SmallCluster cluster = SmallCluster.start(objects())) {
            Files.writeString(kubeconfig, """
                apiVersion: v1
                kind: Config
                clusters: [{name: small, cluster: {server: "%s"}}]
                users: [{name: small, user: {token: none}}]
                contexts: [{name: small, context: {cluster: small, user: small}}]
                current-context: small
                """.formatted(cluster.url()));
            RunCommand run = new RunCommand();
            new CommandLine(run)
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(
                            "--kubernetes",
                            "--kubeconfig=" + kubeconfig,
                            "--bind=127.0.0.1",
                            "--admin-port=0",
                            "--access-log=off",
                            "--drain-grace=0",
                            "--router-service=sluice/sluice");
            RunCommand.Started started = run.serve(new DemoPlacement(FreePort.any(), Map.of()));
            boolean ready = started.watcher().awaitFirst(PATIENCE);
            if (started.writer() != null) {
                started.writer().close();
            }
            started.watcher().close();
            started.serving().drain();
            return ready ? 0 : 1;
        } finally {
            Files.delete(kubeconfig);
        }
    }

    /** As JSON, by the plural of their kind. */
    private static Map<String, List<String>> objects() throws IOException {
        YAMLMapper yaml = new YAMLMapper();
        Map<String, List<String>> objects = new HashMap<>();
        try (InputStream in = RehearseCommand.class.getResourceAsStream("rehearsal.yaml");
                var documents = yaml.readerFor(JsonNode.class).<JsonNode>readValues(in)) {
            for (JsonNode document : documents.readAll()) {
                String kind = document.path("kind").asText().toLowerCase(Locale.ROOT);
                List<String> all = objects.computeIfAbsent(kind + "s", absent -> new ArrayList<>());
                for (int i = 0; i < MODELS; i++) {
                    all.add(document.toString()
                            .replace("$model", "model-" + i)
                            .replace("$namespace", "ns-" + i % 20)
                            .replace("$net", "1." + i));
                }
            }
        }
        return objects;
    }
}
