package io.sluice.conformance.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The backend of one lane: keeps every byte it receives, and answers with an echo or with the row's script. */
final class RecordingBackend implements AutoCloseable {
    private final ServerSocket server;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final AtomicInteger arrivals = new AtomicInteger();
    private volatile @Nullable List<Step> script;

    /** One that the router opened. What it holds before the mark belongs to earlier rows. */
    private static final class Connection {
        private final WireConnection wire;
        private final Map<Integer, Integer> arrivalByPosition = new ConcurrentHashMap<>();
        private volatile int mark;
        private volatile boolean over;

        Connection(WireConnection wire) {
            this.wire = wire;
        }

        boolean used() {
            return wire.length() > mark;
        }
    }

    /**
     * What reached the backend since the row began.
     *
     * @param hanging a connection that is open waits in mid request
     */
    record Seen(List<Message> requests, int bytes, boolean hanging, List<String> faults) {}

    RecordingBackend() throws IOException {
        server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void begin(@Nullable List<Step> rowScript) {
        connections.removeIf(one -> one.over);
        connections.forEach(one -> one.mark = one.wire.length());
        script = rowScript;
    }

    /** From now on requests are answered with an echo. */
    void forgetScript() {
        script = null;
    }

    long lastNanos() {
        return connections.stream()
                .filter(Connection::used)
                .mapToLong(one -> one.wire.lastNanos())
                .max()
                .orElse(Long.MIN_VALUE);
    }

    int bytes() {
        return connections.stream()
                .mapToInt(one -> one.wire.length() - one.mark)
                .sum();
    }

    Seen seen() {
        record Arrived(Message message, int arrival) {}
        List<Arrived> all = new ArrayList<>();
        int bytes = 0;
        boolean hanging = false;
        for (Connection one : connections) {
            if (!one.used()) {
                continue;
            }
            String stream = one.wire.received().substring(one.mark);
            MessageReader.Found found = MessageReader.requests(stream);
            bytes += stream.length();
            for (Message message : found.messages()) {
                int arrival = one.arrivalByPosition.getOrDefault(one.mark + message.position(), Integer.MAX_VALUE);
                all.add(new Arrived(message, arrival));
                hanging |= !message.complete() && !one.over;
            }
            hanging |= !found.rest().isEmpty() && !one.over;
        }
        all.sort((a, b) -> Integer.compare(a.arrival(), b.arrival()));
        List<Message> requests = all.stream().map(Arrived::message).toList();
        List<String> faults =
                requests.stream().flatMap(one -> one.faults().stream()).toList();
        return new Seen(requests, bytes, hanging, faults);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Connection connection = new Connection(new WireConnection(socket));
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Connection connection) {
        try {
            int position = 0;
            while (position >= 0) {
                position = serveOne(connection, position);
            }
        } finally {
            connection.over = true;
            connection.wire.close();
        }
    }

    /** Position of the next request; −1 = the connection is over. */
    private int serveOne(Connection connection, int position) {
        WireConnection wire = connection.wire;
        Message request = MessageReader.request(wire.received(), position);
        List<Step> rowScript = script;
        while (request == null || !(request.complete() || (rowScript != null && atHeaders(rowScript)))) {
            if (request != null && !request.faults().isEmpty()) {
                wire.send("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
                return -1;
            }
            if (!wire.receive()) {
                return -1;
            }
            request = MessageReader.request(wire.received(), position);
            rowScript = script;
        }
        connection.arrivalByPosition.put(position, arrivals.incrementAndGet());
        if (rowScript == null || request.target().contains("/probe-")) {
            return echo(wire, request) ? request.end() : -1;
        }
        return play(connection, rowScript) ? endOf(wire, request) : -1;
    }

    private static boolean atHeaders(List<Step> script) {
        return !script.isEmpty() && script.get(0) instanceof Step.AwaitHeaders;
    }

    private static int endOf(WireConnection wire, Message request) {
        Message whole = request;
        while (whole != null && !whole.complete()) {
            if (!wire.receive()) {
                return -1;
            }
            whole = MessageReader.request(wire.received(), request.position());
        }
        return whole == null ? -1 : whole.end();
    }

    private static boolean echo(WireConnection wire, Message request) {
        String target = request.target();
        String shown = target.substring(0, Math.min(200, target.length()));
        String body =
                "seen " + request.method() + " " + shown + " " + request.body().length();
        String head = "HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: " + body.length() + "\r\n\r\n";
        boolean sent = wire.send(request.method().equals("HEAD") ? head : head + body);
        boolean closes = request.values("connection").stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("close"));
        return sent && !closes && request.faults().isEmpty();
    }

    private static boolean play(Connection connection, List<Step> script) {
        for (Step step : script) {
            switch (step) {
                case Step.Send(String bytes) -> connection.wire.send(bytes);
                case Step.Sleep(long millis) -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                case Step.Close(boolean reset) -> {
                    connection.wire.close(reset);
                    while (!reset && connection.wire.receive()) {
                        // Until the router has closed too: a close with unread bytes would be a reset.
                    }
                    return false;
                }
                case Step.AwaitHeaders at -> {}
                case Step.AwaitAnswers none -> {}
            }
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        server.close();
        connections.forEach(one -> one.wire.close());
    }
}
