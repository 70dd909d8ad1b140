package io.sluice.cli;

import static io.sluice.cli.ServedExample.predict;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a running router does, in a terminal. */
@Timeout(60)
class LiveCommandsTest {
    private static final String HOST = "canary-example-1:8000";
    private static final String PATH = "/seldon/my-ns/canary-example-1/api/v1.0/predictions";

    @TempDir
    Path directory;

    private static String admin(ServedExample example) {
        return "http://127.0.0.1:" + example.adminPort();
    }

    @Test
    void topShowsEachDestination() throws Exception {
        try (ServedExample example = ServedExample.start("canary-example-1", directory);
                RawClient client = example.connect()) {
            String shown = "";
            while (!shown.lines().anyMatch(line -> line.matches(".* canary:8000 +25\\.0 % +[0-9.]+ % .* ms .*"))) {
                client.send(predict(HOST, PATH)).message();
                CommandLineRun run = CommandLineRun.of("top", "--admin", admin(example), "--once");
                assertThat(run.error()).isEmpty();
                shown = run.output();
            }
            assertThat(shown.lines().findFirst().orElse(""))
                    .matches("table \\d+: [0-9.]+ requests/s, errors 0.0 %, .*");
            CommandLineRun json = CommandLineRun.of("top", "--admin", admin(example), "-o", "json");
            assertThat(new ObjectMapper()
                            .readTree(json.output())
                            .at("/hosts/0/host")
                            .asText())
                    .isEqualTo("canary-example-1.my-ns.svc.cluster.local");
        }
    }

    @Test
    void tapShowsExchangesAsTheyPass() throws Exception {
        try (ServedExample example = ServedExample.start("canary-example-1", directory);
                RawClient client = example.connect()) {
            CompletableFuture<CommandLineRun> tap = CompletableFuture.supplyAsync(
                    () -> CommandLineRun.of("tap", "--admin", admin(example), "--status", "4", "-n", "2"));
            while (!tap.isDone()) {
                client.send("GET /seldon/nothing?secret=1 HTTP/1.1\r\nhost: " + HOST + "\r\n\r\n")
                        .message();
            }
            assertThat(tap.get().code()).isZero();
            assertThat(tap.get().error()).isEmpty();
            assertThat(tap.get().output().lines())
                    .hasSize(2)
                    .allMatch(line -> line.contains(" 404 NR GET " + HOST + "/seldon/"))
                    .allMatch(line -> line.contains("/nothing?…"))
                    .noneMatch(line -> line.contains("secret"));
        }
    }

    @Test
    void whatOthersHaveWrittenNeitherMovesTheCursorNorTurnsTheLine() {
        assertThat(Printable.of("a\u001b[2Jb\u009bc\u202ed\r\n\u00e9\u2192"))
                .isEqualTo("a\\u001b[2Jb\\u009bc\\u202ed\\u000d\\u000a\u00e9\u2192");
    }

    @Test
    void noRouterIsOneLine() throws IOException {
        int nobody = FreePort.any();
        for (String command : new String[] {"top", "tap"}) {
            CommandLineRun run = CommandLineRun.of(command, "--admin", "http://127.0.0.1:" + nobody);
            assertThat(run.code()).isEqualTo(1);
            assertThat(run.error().strip()).isEqualTo("no router answers at http://127.0.0.1:" + nobody);
        }
    }
}
