package io.sluice.watcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.WebSocket;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the API server: pages of a list, and watches. Answers are bytes and texts, which nobody has made objects of: what
 * is read of them is ours to say. <em>Shared</em>: its client is.
 */
final class ApiServer {
    private static final int SUCCESS = 200;
    private static final int LONGEST_REASON = 200;

    private final HttpClient http;
    private final String root;
    private final Patience patience;

    ApiServer(KubernetesClient client, Patience patience) {
        http = client.getHttpClient();
        String url = client.getMasterUrl().toString();
        root = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        this.patience = patience;
    }

    /** Fails with {@link Refused} if it is none of success. One that does not end in time is cut off. */
    <T> CompletableFuture<T> get(String pathAndQuery, Answer<T> answer) {
        AtomicReference<@Nullable AsyncBody> open = new AtomicReference<>();
        AtomicReference<Answer<?>> into = new AtomicReference<>(answer);
        HttpRequest request = http.newHttpRequestBuilder()
                .uri(URI.create(root + pathAndQuery))
                .header("Accept", "application/json")
                .build();
        return http.consumeBytes(request, (buffers, body) -> {
                    for (ByteBuffer buffer : buffers) {
                        into.get().part(buffer);
                    }
                    body.consume();
                })
                .orTimeout(patience.head().toNanos(), TimeUnit.NANOSECONDS)
                .thenCompose(response -> {
                    AsyncBody body = response.body();
                    open.set(body);
                    Answer<byte[]> refusal = Answer.bytes();
                    if (response.code() != SUCCESS) {
                        into.set(refusal);
                    }
                    // Nothing of the body comes before it is asked for.
                    body.consume();
                    return body.done().thenApply(end -> end(response.code(), answer, refusal));
                })
                .orTimeout(patience.list().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete((whole, failure) -> {
                    AsyncBody body = open.get();
                    if (failure != null && body != null) {
                        body.cancel();
                    }
                });
    }

    private static <T> T end(int code, Answer<T> answer, Answer<byte[]> refusal) {
        try {
            if (code == SUCCESS) {
                return answer.end();
            }
            String text = new String(refusal.end(), StandardCharsets.UTF_8);
            throw new Refused(code, text.substring(0, Math.min(text.length(), LONGEST_REASON)));
        } catch (IOException failure) {
            throw new CompletionException(failure);
        }
    }

    /** Opens a watch; fails with {@link Refused} if it is not taken. One that opens too late is closed again. */
    CompletableFuture<WebSocket> watch(String pathAndQuery, WebSocket.Listener listener) {
        CompletableFuture<WebSocket> opened = http.newWebSocketBuilder()
                .uri(URI.create(root + pathAndQuery))
                // RFC 6455 asks it of browsers alone; the API server refuses a handshake without one (403).
                .header("Origin", root)
                .buildAsync(listener);
        CompletableFuture<WebSocket> inTime =
                opened.copy().orTimeout(patience.head().toNanos(), TimeUnit.NANOSECONDS);
        opened.thenAccept(socket -> {
            if (inTime.isCompletedExceptionally()) {
                close(socket);
            }
        });
        return inTime.exceptionallyCompose(failure -> CompletableFuture.failedFuture(refused(failure)));
    }

    private static Throwable refused(Throwable failure) {
        Throwable cause = cause(failure);
        return cause instanceof WebSocketHandshakeException handshake && handshake.getResponse() != null
                ? new Refused(handshake.getResponse().code(), "")
                : cause;
    }

    static void close(WebSocket socket) {
        socket.sendClose(1000, "");
    }

    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
