package io.sluice.router.admin;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.router.admin.Reply.Answer;
import io.sluice.router.explain.Explainer;
import io.sluice.router.live.Cartographer;
import io.sluice.router.log.Tap;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.history.History;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The router's own ports: health ({@code /ready}, {@code /healthz/ready}, {@code /live}), metrics ({@code /prometheus},
 * {@code /stats/prometheus}) and inspection ({@code /v1/…}, and the dashboard at {@code /}), on one port or on several. Blocking code on virtual threads: an
 * operator's question never waits for, nor disturbs, an event loop.
 */
public final class Admin implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Admin.class);

    /** Health first. */
    private final List<HttpServer> servers = new ArrayList<>();

    private Admin() {}

    /** What the router's own ports tell of. */
    public record Subjects(
            BooleanSupplier ready,
            Meters meters,
            Explainer explainer,
            ManifestNews manifests,
            History history,
            Cartographer cartographer,
            Tap tap) {}

    /** @throws IOException if a port is taken */
    public static Admin open(InetAddress bind, AdminPorts ports, Subjects subjects) throws IOException {
        Map<String, Page> health = health(subjects.ready());
        Map<String, Page> metrics = metrics(subjects.meters());
        Map<String, Page> inspection = inspection(subjects, ports.token());
        Integer metricsPort = ports.metrics();
        Integer inspectionPort = ports.inspection();
        if (metricsPort == null) {
            health.putAll(metrics);
        }
        if (inspectionPort == null) {
            health.putAll(inspection);
        }
        Admin admin = new Admin();
        try {
            admin.serve(new InetSocketAddress(bind, ports.health()), health);
            if (metricsPort != null) {
                admin.serve(new InetSocketAddress(bind, metricsPort), metrics);
            }
            if (inspectionPort != null) {
                InetAddress from = ports.token() == null ? InetAddress.getLoopbackAddress() : bind;
                admin.serve(new InetSocketAddress(from, inspectionPort), inspection);
            }
            return admin;
        } catch (IOException taken) {
            admin.close();
            throw taken;
        }
    }

    private static Map<String, Page> health(BooleanSupplier ready) {
        Page readiness = asked -> {
            boolean now = ready.getAsBoolean();
            return Answer.text(now ? 200 : 503, now ? "ready" : "not ready");
        };
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/ready", readiness);
        pages.put("/healthz/ready", readiness);
        pages.put("/live", asked -> Answer.text(200, "live"));
        return pages;
    }

    private static Map<String, Page> metrics(Meters meters) {
        Page scrape = asked -> {
            Headers headers = asked.getRequestHeaders();
            return Answer.of(meters.scrape(headers.getFirst("accept"), headers.getFirst("accept-encoding")));
        };
        Map<String, Page> pages = new LinkedHashMap<>();
        pages.put("/prometheus", scrape);
        pages.put("/stats/prometheus", scrape);
        return pages;
    }

    private static Map<String, Page> inspection(Subjects subjects, @Nullable String token) {
        Guard guard = new Guard(token);
        Map<String, Page> open = new Inspector(subjects.explainer(), subjects.manifests()).pages();
        open.putAll(new LivePages(subjects.history(), subjects.cartographer(), subjects.tap()).pages());
        Map<String, Page> guarded = new LinkedHashMap<>();
        open.forEach((path, page) -> guarded.put(path, guard.data(page)));
        Dashboard.pages().forEach((path, page) -> guarded.put(path, guard.pictures(page)));
        return guarded;
    }

    private void serve(InetSocketAddress address, Map<String, Page> pages) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", asked -> answer(asked, pages).send(asked));
        server.start();
        servers.add(server);
    }

    private static Reply answer(HttpExchange asked, Map<String, Page> pages) {
        String method = asked.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Answer.text(405, "read-only");
        }
        Page page = pages.get(asked.getRequestURI().getPath());
        if (page == null) {
            return Answer.text(
                    404,
                    pages.keySet().stream()
                            .filter(path -> !Dashboard.isPart(path))
                            .collect(Collectors.joining(" ")));
        }
        try {
            return page.answer(asked);
        } catch (RuntimeException mistake) {
            LOG.error("{} could not be answered", asked.getRequestURI().getPath(), mistake);
            return Answer.text(500, "the router could not answer; its log says why");
        }
    }

    /** Of health. */
    public int port() {
        return servers.get(0).getAddress().getPort();
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
