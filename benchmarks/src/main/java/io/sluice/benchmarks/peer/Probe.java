package io.sluice.benchmarks.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks a proxy, or a model, as its callers do, one call after another. */
public final class Probe implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(5);

    private final String scheme;
    private final HttpClient client;

    /** @param certificate what proxies show; null = they speak plaintext */
    Probe(@Nullable ServerCertificate certificate) {
        HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        scheme = certificate == null ? "http" : "https";
        client = certificate == null
                ? builder.build()
                : builder.sslContext(certificate.trusting()).build();
    }

    boolean answers(int port, String path) {
        try {
            return client.send(call(port, path), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not listening yet
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    String ask(int port, String path) throws IOException {
        return body(call(port, path));
    }

    /** Asks those who speak plaintext whatever the scenario says: models, and pages of metrics. */
    String askInPlaintext(int port, String path) throws IOException {
        return body(call("http", port, path));
    }

    private String body(HttpRequest call) throws IOException {
        try {
            return client.send(call, BodyHandlers.ofString()).body();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private HttpRequest call(int port, String path) {
        return call(scheme, port, path);
    }

    private static HttpRequest call(String scheme, int port, String path) {
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + port + path))
                .timeout(BOUND)
                .build();
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for a proxy", e);
    }

    @Override
    public void close() {
        client.close();
    }
}
