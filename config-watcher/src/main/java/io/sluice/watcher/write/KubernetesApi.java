package io.sluice.watcher.write;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** By the client's own connections and credentials; bodies are trees, of which nobody makes objects. <em>Shared</em>: its client is. */
final class KubernetesApi implements Api {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http;
    private final String root;
    private final Duration patience;

    /** @param patience for a whole answer */
    KubernetesApi(KubernetesClient client, Duration patience) {
        http = client.getHttpClient();
        String url = client.getMasterUrl().toString();
        root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.patience = patience;
    }

    @Override
    public Answer ask(Method method, String path, @Nullable ObjectNode body) throws IOException {
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(root + path))
                .header("Accept", "application/json")
                .method(method.name(), "application/json", body == null ? null : body.toString())
                .build();
        CompletableFuture<HttpResponse<String>> answer = http.sendAsync(request, String.class);
        try {
            HttpResponse<String> response = answer.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(response.code(), tree(response.body()));
        } catch (TimeoutException late) {
            answer.cancel(true);
            throw new IOException("no answer in " + patience.toSeconds() + " s", late);
        } catch (ExecutionException failed) {
            throw new IOException(String.valueOf(failed.getCause()), failed);
        } catch (InterruptedException ending) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("told to end");
        }
    }

    private static JsonNode tree(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? MissingNode.getInstance() : JSON.readTree(text);
        } catch (JsonProcessingException noJson) {
            return MissingNode.getInstance();
        }
    }
}
