package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A Chromium without a window, spoken to as its developer tools do. One page. */
final class Browser implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long PATIENCE_SECONDS = 30;

    /** What the page complained of: its own errors, and what its policy forbade. */
    final List<String> complaints = new CopyOnWriteArrayList<>();

    final AtomicLong transferred = new AtomicLong();

    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final WebSocket socket;
    private final AtomicInteger asked = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

    /** Null = there is none on this machine. */
    static @Nullable Path executable() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(directory -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
    }

    /** @param profile a new directory */
    Browser(Path executable, Path profile) throws Exception {
        process = new ProcessBuilder(
                        executable.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-quic",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--disable-dev-shm-usage",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("browser.log").toFile())
                .start();
        socket = http.newWebSocketBuilder()
                .buildAsync(page(port(profile)), new Ear())
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            ask(domain + ".enable", Map.of());
        }
    }

    /** It writes a file when it is ready to be spoken to. */
    private String port(Path profile) throws IOException, InterruptedException {
        Path file = profile.resolve("DevToolsActivePort");
        while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS)) {
                throw new IOException("the browser ended: " + Files.readString(profile.resolve("browser.log")));
            }
        }
        return Files.readAllLines(file).get(0);
    }

    private URI page(String port) throws IOException, InterruptedException {
        JsonNode pages = JSON.readTree(http.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                                .build(),
                        BodyHandlers.ofString())
                .body());
        for (JsonNode page : pages) {
            if (page.path("type").asText().equals("page")) {
                return URI.create(page.path("webSocketDebuggerUrl").asText());
            }
        }
        throw new IOException("the browser has no page");
    }

    private final class Ear implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            message.append(data);
            if (last) {
                hear(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }
    }

    private void hear(String message) {
        try {
            JsonNode heard = JSON.readTree(message);
            CompletableFuture<JsonNode> waiting =
                    answers.remove(heard.path("id").asInt());
            if (waiting != null) {
                waiting.complete(heard);
            }
            JsonNode of = heard.path("params");
            switch (heard.path("method").asText()) {
                case "Runtime.exceptionThrown" ->
                    complaints.add(of.path("exceptionDetails").toString());
                case "Runtime.consoleAPICalled" ->
                    complaints.add(of.path("args").toString());
                case "Log.entryAdded" ->
                    complaints.add(of.path("entry").path("text").asText());
                case "Network.dataReceived" ->
                    transferred.addAndGet(of.path("encodedDataLength").asLong());
                default -> {
                    // Nothing that is looked at.
                }
            }
        } catch (IOException foreign) {
            complaints.add(String.valueOf(foreign.getMessage()));
        }
    }

    JsonNode ask(String method, Map<String, ?> parameters) throws Exception {
        int id = asked.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(id, answer);
        ObjectNode question = JSON.createObjectNode().put("id", id).put("method", method);
        question.set("params", JSON.valueToTree(parameters));
        socket.sendText(question.toString(), true).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        JsonNode told = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (told.has("error")) {
            throw new IOException(method + ": " + told.path("error"));
        }
        return told.path("result");
    }

    void size(int width, int height) throws Exception {
        ask(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void colours(String scheme) throws Exception {
        ask(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    void open(String url) throws Exception {
        ask("Page.navigate", Map.of("url", url));
    }

    /** What an expression comes to, as text. */
    String value(String expression) throws Exception {
        JsonNode result = ask("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true));
        if (result.has("exceptionDetails")) {
            throw new IOException(expression + ": " + result.path("exceptionDetails"));
        }
        return result.path("result").path("value").asText();
    }

    /** Looks again and again until a condition holds. */
    void await(String condition) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!value("String(Boolean(" + condition + "))").equals("true")) {
            if (process.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() - end > 0) {
                throw new AssertionError(
                        condition + " did not come true; the page: " + value("document.body.innerText"));
            }
        }
    }

    /** The whole page. */
    void picture(Path file) throws Exception {
        JsonNode shot = ask("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.createDirectories(file.getParent());
        Files.write(file, Base64.getDecoder().decode(shot.path("data").asText()));
    }

    @Override
    public void close() throws InterruptedException {
        http.shutdownNow();
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.waitFor();
    }
}
