package io.sluice.watcher.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.jdkhttp.JdkHttpClientFactory;
import io.sluice.watcher.write.Api.Answer;
import io.sluice.watcher.write.Api.Method;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What writers ask, over HTTP, and what becomes of answers that are none. */
@Timeout(60)
class KubernetesApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SERVICES = "/api/v1/namespaces/ns/services";

    private final MemoryApi memory = new MemoryApi();
    private final CountDownLatch over = new CountDownLatch(1);
    private HttpServer server;
    private KubernetesClient client;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", this::answer);
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/")
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withHttpClientFactory(new JdkHttpClientFactory())
                .build();
    }

    @AfterEach
    void end() {
        over.countDown();
        client.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            switch (path) {
                case "/silent" -> awaitEnd();
                case "/words" -> send(exchange, 502, "bad gateway");
                case "/nothing" -> exchange.sendResponseHeaders(200, -1);
                default -> {
                    byte[] sent = exchange.getRequestBody().readAllBytes();
                    ObjectNode body = sent.length == 0 ? null : (ObjectNode) JSON.readTree(sent);
                    Answer answer = memory.ask(Method.valueOf(exchange.getRequestMethod()), path, body);
                    send(exchange, answer.status(), answer.body().toString());
                }
            }
        }
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private KubernetesApi api(Duration patience) {
        return new KubernetesApi(client, patience);
    }

    @Test
    void objectsAreWrittenAndReadAsTheyAre() throws Exception {
        KubernetesApi api = api(Duration.ofSeconds(10));
        ObjectNode service = MemoryApi.object("v1", "Service", "ns", "x");
        service.withObject("/metadata/annotations").put("note", "Grüße, 世界");
        assertThat(api.ask(Method.GET, SERVICES + "/x", null).absent()).isTrue();
        assertThat(api.ask(Method.POST, SERVICES, service).status()).isEqualTo(201);
        assertThat(api.ask(Method.POST, SERVICES, service).conflict()).isTrue();
        Answer read = api.ask(Method.GET, SERVICES + "/x", null);
        assertThat(read.body().at("/metadata/annotations/note").asText()).isEqualTo("Grüße, 世界");
        ObjectNode changed = read.body().deepCopy();
        changed.withObject("/spec").put("type", "ClusterIP");
        assertThat(api.ask(Method.PUT, SERVICES + "/x", changed).success()).isTrue();
        assertThat(api.ask(Method.PUT, SERVICES + "/x", changed).conflict()).isTrue();
        ObjectNode options = JSON.createObjectNode();
        options.putObject("preconditions")
                .put("uid", read.body().at("/metadata/uid").asText())
                .put(
                        "resourceVersion",
                        memory.there(SERVICES + "/x")
                                .at("/metadata/resourceVersion")
                                .asText());
        assertThat(api.ask(Method.DELETE, SERVICES + "/x", options).success()).isTrue();
        assertThat(memory.get(SERVICES + "/x")).isNull();
    }

    @Test
    void aLeaseIsHeldOverHttp() throws Exception {
        Election election = new Election(
                api(Duration.ofSeconds(10)), "sluice", "router", "router-0", System::nanoTime, Instant::now);
        election.round();
        election.round();
        assertThat(election.leads()).isTrue();
    }

    @Test
    void whatIsNoAnswerIsAFailureAndNothingHangs() throws Exception {
        assertThatThrownBy(() -> api(Duration.ofMillis(200)).ask(Method.GET, "/silent", null))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no answer");
        Answer words = api(Duration.ofSeconds(10)).ask(Method.GET, "/words", null);
        assertThat(words.success()).isFalse();
        assertThat(words.said()).isEqualTo("the API server answers 502: no reason given");
        assertThat(api(Duration.ofSeconds(10)).ask(Method.GET, "/nothing", null).success())
                .isTrue();
        server.stop(0);
        assertThatThrownBy(() -> api(Duration.ofSeconds(10)).ask(Method.GET, SERVICES + "/x", null))
                .isInstanceOf(IOException.class);
    }
}
