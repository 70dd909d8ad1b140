package io.sluice.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/** Asks a router that runs, on its inspection port. */
final class AdminClient {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String EVENT = "event: ";
    private static final String DATA = "data: ";

    private final URI admin;
    private final @Nullable String token;

    /** @param tokenFile null = it asks for none */
    AdminClient(URI admin, @Nullable Path tokenFile) {
        if (admin.getHost() == null || !List.of("http", "https").contains(admin.getScheme())) {
            throw new BadUsage("--admin " + admin + ": write http://host:port");
        }
        this.admin = admin;
        token = tokenFile == null ? null : TokenFile.read("--token-file", tokenFile);
    }

    /** What stands at a path. */
    String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = client()) {
            HttpResponse<String> response =
                    client.send(request(path).timeout(PATIENCE).build(), BodyHandlers.ofString());
            return require(response.statusCode(), response.body(), response.body());
        } catch (ConnectException | HttpTimeoutException silent) {
            throw silent(silent);
        }
    }

    /**
     * Hears events (server-sent events of HTML), until the router ends or nobody wants more.
     *
     * @param take is handed name and data of each; whether more is wanted
     */
    void listen(String path, BiPredicate<String, String> take) throws IOException, InterruptedException {
        HttpClient client = client();
        try {
            HttpResponse<InputStream> response = client.send(request(path).build(), BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                if (response.statusCode() != 200) {
                    require(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8), "");
                }
                hear(body, take);
            }
        } catch (ConnectException | HttpTimeoutException silent) {
            throw silent(silent);
        } finally {
            client.shutdownNow(); // a close would wait for the end of what is listened to
        }
    }

    private static void hear(InputStream body, BiPredicate<String, String> take) throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
        String name = "";
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(EVENT)) {
                name = line.substring(EVENT.length());
            } else if (line.startsWith(DATA) && !take.test(name, line.substring(DATA.length()))) {
                return;
            }
        }
    }

    private static HttpClient client() {
        return HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(admin.resolve(path));
        return token == null ? request : request.header("authorization", "Bearer " + token);
    }

    private String require(int status, String body, String wanted) throws IOException {
        if (status != 200) {
            throw new IOException(admin + " answered " + status + ": " + body.strip());
        }
        return wanted;
    }

    private IOException silent(IOException cause) {
        return new IOException("no router answers at " + admin, cause);
    }
}
