package io.sluice.conformance.own;

import io.sluice.conformance.own.OwnCase.Call;
import io.sluice.router.Router;
import io.sluice.router.RouterConfig;
import io.sluice.router.explain.Question;
import io.sluice.table.Listener;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoint;
import io.sluice.testkit.FreePort;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One router, one table after the other, real calls. Ports that tables name are other, free ones here. Confined. */
final class Playing implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 10_000;
    private static final long SHADOW_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Router router;
    private final Map<Integer, Integer> ports = new HashMap<>();
    private final Map<String, EchoServer> models = new HashMap<>();
    private RoutingTable table = RoutingTable.EMPTY;

    Playing() throws IOException {
        // One loop and a seed: draws repeat exactly.
        router = Router.start(RouterConfig.defaults().withEventLoops(1).withSeed(7));
    }

    void serve(Situation situation) {
        List<Listener> listeners = situation.table().listeners().stream()
                .map(listener -> listener.withPort(ports.computeIfAbsent(listener.port(), declared -> FreePort.any())))
                .toList();
        table = new RoutingTable(
                listeners, situation.table().clusters(), situation.table().workloadPolicies());
        router.publish(situation.endpoints(
                cluster -> new Endpoint("127.0.0.1", model(cluster).port())));
        if (!router.publish(table).isEmpty()) {
            throw new IllegalStateException("a port was taken meanwhile");
        }
    }

    private EchoServer model(String cluster) {
        return models.computeIfAbsent(cluster, absent -> {
            try {
                return new EchoServer();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        });
    }

    Map<String, @Nullable Object> call(Call call) throws IOException {
        models.values().forEach(model -> model.heads().clear());
        Map<String, Integer> statuses = new TreeMap<>();
        Message answer = null;
        long begun = System.nanoTime();
        for (int i = 0; i < call.times(); i++) {
            answer = exchange(call);
            statuses.merge(answer.startLine().split(" ", -1)[1], 1, Integer::sum);
        }
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        if (answer == null) {
            throw new IllegalStateException("nothing was called");
        }
        awaitShadows(call);
        return seen(call, answer, statuses, took);
    }

    private Message exchange(Call call) throws IOException {
        Question question = Question.of(call.method(), call.target(), call.headers(), "");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), bound(question.port()))) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            StringBuilder head = new StringBuilder();
            head.append(question.method()).append(' ').append(question.target()).append(" HTTP/1.1\r\nHost: ");
            head.append(question.host()).append("\r\n");
            question.fields().forEach(field -> head.append(field).append("\r\n"));
            socket.getOutputStream().write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
            Message answer = Message.read(new BufferedInputStream(socket.getInputStream()));
            if (answer == null) {
                throw new IOException("no answer to " + call);
            }
            return answer;
        }
    }

    private int bound(int asked) {
        for (Listener listener : table.listeners()) {
            if (listener.declaredPort() == asked) {
                return listener.port();
            }
        }
        throw new IllegalArgumentException("nothing listens on " + asked);
    }

    /** Nobody waits for a shadow, so a case that names some does. */
    private void awaitShadows(Call call) {
        if (!(call.expected().get("shadowed") instanceof Map<?, ?> wanted)) {
            return;
        }
        long untilNanos = System.nanoTime() + SHADOW_NANOS;
        while (System.nanoTime() < untilNanos && shadowed().size() < wanted.size()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private Map<String, Object> shadowed() {
        Map<String, Object> shadowed = new TreeMap<>();
        models.forEach((cluster, model) -> {
            long copies = model.heads().stream().filter(Playing::isShadow).count();
            if (copies > 0) {
                shadowed.put(Situation.brief(cluster), copies);
            }
        });
        return shadowed;
    }

    private static boolean isShadow(Message head) {
        return head.fields().containsKey("x-envoy-internal");
    }

    private Map<String, @Nullable Object> seen(Call call, Message answer, Map<String, Integer> statuses, long took) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        seen.put("status", answer.startLine().split(" ", -1)[1]);
        seen.put("location", answer.fields().get("location"));
        seen.put("response", answer.fields());
        seen.put("body", answer.body());
        seen.put("atLeastMillis", took);
        Map<String, Object> percents = new TreeMap<>();
        statuses.forEach((status, count) -> percents.put(status, 100.0 * count / call.times()));
        seen.put("statuses", percents);
        Map<String, Object> shares = new TreeMap<>();
        models.forEach((cluster, model) -> {
            List<Message> primary =
                    model.heads().stream().filter(head -> !isShadow(head)).toList();
            if (!primary.isEmpty()) {
                shares.put(Situation.brief(cluster), 100.0 * primary.size() / call.times());
                Message head = primary.get(primary.size() - 1);
                seen.put("upstream", head.fields());
                seen.put("sent", head.startLine().replace(" HTTP/1.1", ""));
            }
        });
        seen.put(
                "to",
                shares.size() == 1 ? shares.keySet().iterator().next() : shares.isEmpty() ? null : shares.keySet());
        seen.put("shares", shares);
        Map<String, Object> shadowed = shadowed();
        seen.put("shadowed", shadowed);
        Map<String, Object> copies = new TreeMap<>();
        shadowed.forEach((cluster, count) -> copies.put(cluster, 100.0 * ((Number) count).longValue() / call.times()));
        seen.put("copies", copies);
        return seen;
    }

    @Override
    public void close() throws IOException {
        router.close();
        for (EchoServer model : models.values()) {
            model.close();
        }
    }
}
