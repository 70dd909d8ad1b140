package io.sluice.router.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.router.telemetry.Meters;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/**
 * Answers {@code /ready}, {@code /healthz/ready}, {@code /live}, {@code /prometheus} and {@code /stats/prometheus}. Blocking
 * code on virtual threads: an operator's question never waits for, nor disturbs, an event loop.
 */
public final class Admin implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    private final HttpServer server;

    private Admin(HttpServer server) {
        this.server = server;
    }

    /** @throws IOException if the port is taken */
    public static Admin open(InetSocketAddress address, BooleanSupplier ready, Meters meters) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> answer(exchange, ready, meters));
        server.start();
        return new Admin(server);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, BooleanSupplier ready, Meters meters) throws IOException {
        if (!exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestMethod().equals("HEAD")) {
            send(exchange, 405, "read-only\n", TEXT);
            return;
        }
        switch (exchange.getRequestURI().getPath()) {
            case "/ready", "/healthz/ready" -> {
                boolean now = ready.getAsBoolean();
                send(exchange, now ? 200 : 503, now ? "ready\n" : "not ready\n", TEXT);
            }
            case "/live" -> send(exchange, 200, "live\n", TEXT);
            case "/prometheus", "/stats/prometheus" -> send(exchange, 200, meters.scrape(), METRICS);
            default -> send(exchange, 404, "/ready /healthz/ready /live /prometheus /stats/prometheus\n", TEXT);
        }
    }

    private static void send(HttpExchange exchange, int status, String text, String contentType) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.getResponseHeaders().set("content-type", contentType);
        try (exchange) {
            exchange.sendResponseHeaders(status, head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
