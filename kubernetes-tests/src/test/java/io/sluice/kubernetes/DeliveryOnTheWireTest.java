package io.sluice.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What tools of progressive delivery write, played through the API: the same data as {@code ProgressiveDeliveryTest} of the command line
 * plays in a directory. After each step the split becomes what it says, and no request is lost.
 */
@Timeout(180)
class DeliveryOnTheWireTest {
    private static final Path RECORDED =
            Path.of("..", "cli", "src", "test", "resources", "io", "sluice", "cli", "delivery");
    private static final int WINDOW = 200;

    @TempDir
    private Path directory;

    private final Queue<String> failed = new ConcurrentLinkedQueue<>();

    @ParameterizedTest(name = "{0}")
    @MethodSource("recorded")
    void everyStepIsFollowedAndNothingIsLost(Path file) throws Exception {
        assumeThat(Model.address()).as("an address that is not loopback").isNotNull();
        InetAddress address = Objects.requireNonNull(Model.address());
        int port = RouterProcess.freePort();
        try (StubApiServer server = new StubApiServer();
                Model primary = new Model("primary", address);
                Model canary = new Model("canary", address)) {
            JsonNode recorded = StubObjects.YAML.readTree(Files.readString(file)
                    .replace("127.0.0.1", primary.host())
                    .replace("${port}", Integer.toString(port))
                    .replace("${primary}", Integer.toString(primary.port()))
                    .replace("${canary}", Integer.toString(canary.port())));
            Map<String, ObjectNode> objects = new LinkedHashMap<>();
            for (JsonNode object : recorded.path("objects")) {
                objects.put(name(object), (ObjectNode) object);
                server.objects.put(served((ObjectNode) object));
            }
            Call call = new Call(
                    port, recorded.path("host").asText(), recorded.path("path").asText("/api/v1.0/predictions"));
            try (RouterProcess router = RouterProcess.start(directory, Kubeconfig.write(directory, server.url()))) {
                router.awaitReady();
                AtomicBoolean ended = new AtomicBoolean();
                List<Thread> callers = new ArrayList<>();
                for (int i = 0; i < 2; i++) {
                    callers.add(Thread.ofVirtual().start(() -> callUntil(ended, call)));
                }
                for (JsonNode step : recorded.path("steps")) {
                    patch(step.path("patches"), objects, server);
                    awaitSplit(step.path("name").asText(), call, step);
                    for (JsonNode other : step.path("calls")) {
                        awaitSplit(step.path("name").asText() + " " + other.path("headers"), call, other);
                    }
                }
                ended.set(true);
                for (Thread caller : callers) {
                    caller.join();
                }
                assertThat(failed).as(router.log()).isEmpty();
            }
        }
    }

    /** In whichever version it was written: an API server gives Istio's objects out in the newest. */
    private static ObjectNode served(ObjectNode written) {
        ObjectNode object = written.deepCopy();
        if (object.path("apiVersion").asText().startsWith("networking.istio.io/")) {
            object.put("apiVersion", "networking.istio.io/v1");
        }
        return object;
    }

    private static void patch(JsonNode patches, Map<String, ObjectNode> objects, StubApiServer server) {
        for (JsonNode patch : patches) {
            String name = patch.path("object").asText();
            ArrayNode operations = StubObjects.YAML.createArrayNode();
            for (JsonNode operation : patch.path("ops")) {
                ObjectNode one = operations.addObject();
                one.set("op", operation.path(0));
                one.set("path", operation.path(1));
                if (operation.size() > 2) {
                    one.set("value", operation.path(2));
                }
            }
            ObjectNode patched = (ObjectNode) JsonPatch.apply(operations, objects.get(name));
            objects.put(name, patched);
            server.objects.put(served(patched));
        }
    }

    /** Until a window of calls is split as it should be, within five standard deviations; nothing and everything are exact. */
    private static void awaitSplit(String step, Call call, JsonNode wanted) throws IOException {
        double share = wanted.path("split").path("canary").asDouble() / 100;
        double tolerated = 5 * Math.sqrt(WINDOW * share * (1 - share));
        long deadline = System.nanoTime() + 10_000_000_000L;
        int canary;
        try (Connection connection = new Connection(call)) {
            do {
                canary = 0;
                for (int i = 0; i < WINDOW; i++) {
                    Answer answer = connection.ask(wanted.path("headers"));
                    assertThat(answer.status()).as(step).isEqualTo(200);
                    canary += answer.body().equals("canary") ? 1 : 0;
                }
                assertThat(System.nanoTime()).as(step + ": " + canary).isLessThan(deadline);
            } while (Math.abs(canary - WINDOW * share) > tolerated);
        }
    }

    private void callUntil(AtomicBoolean ended, Call call) {
        try (Connection connection = new Connection(call)) {
            while (!ended.get()) {
                Answer answer = connection.ask(StubObjects.YAML.createObjectNode());
                if (answer.status() != 200) {
                    failed.add(answer.toString());
                }
            }
        } catch (IOException broken) {
            failed.add(broken.toString());
        }
    }

    private record Call(int port, String host, String path) {}

    private record Answer(int status, String body) {}

    /** A client's connection that is kept. */
    private static final class Connection implements AutoCloseable {
        private final Call call;
        private final Socket socket;
        private final InputStream in;

        Connection(Call call) throws IOException {
            this.call = call;
            socket = new Socket(InetAddress.getLoopbackAddress(), call.port());
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        }

        Answer ask(JsonNode headers) throws IOException {
            StringBuilder request = new StringBuilder(
                    "POST " + call.path() + " HTTP/1.1\r\nhost: " + call.host() + "\r\ncontent-length: 0\r\n");
            headers.properties()
                    .forEach(header -> request.append(header.getKey())
                            .append(": ")
                            .append(header.getValue().asText())
                            .append("\r\n"));
            socket.getOutputStream().write(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
            int status = Integer.parseInt(line(in).split(" ", 3)[1]);
            int length = 0;
            for (String field = line(in); !field.isEmpty(); field = line(in)) {
                if (field.startsWith("content-length: ")) {
                    length = Integer.parseInt(field.substring("content-length: ".length()));
                }
            }
            return new Answer(status, new String(in.readNBytes(length), StandardCharsets.UTF_8));
        }

        private static String line(InputStream in) throws IOException {
            StringBuilder line = new StringBuilder();
            for (int c = in.read(); c != '\n'; c = in.read()) {
                if (c < 0) {
                    throw new IOException("closed after: " + line);
                }
                if (c != '\r') {
                    line.append((char) c);
                }
            }
            return line.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private static String name(JsonNode object) {
        JsonNode metadata = object.path("metadata");
        return object.path("kind").asText() + " " + metadata.path("namespace").asText() + "/"
                + metadata.path("name").asText();
    }

    static List<Path> recorded() throws IOException {
        try (Stream<Path> files = Files.list(RECORDED)) {
            return files.sorted().toList();
        }
    }
}
