package io.sluice.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.kubernetes.StubObjects.Collection;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An API server that fails as it is told: lists in pages, watches from a version on, on plain sockets, so that it can break off anywhere. On
 * a free port of 127.0.0.1, which it keeps when it goes down and comes back. Threads: one a connection.
 */
final class StubApiServer implements AutoCloseable {
    final StubObjects objects = new StubObjects();

    private final Map<String, Fault> lists = new ConcurrentHashMap<>();
    private final Map<String, Fault> watches = new ConcurrentHashMap<>();
    private final Set<String> absent = ConcurrentHashMap.newKeySet();
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile @Nullable Set<String> grantedSecrets;
    private final int port;
    private ServerSocket server;
    private Thread acceptor;

    /** A request that came in. */
    record Asked(String method, String path, String query, long nanos) {
        boolean watch() {
            return query.contains("watch=true");
        }
    }

    StubApiServer() throws IOException {
        // As a cluster of today: one version of each kind.
        absent.addAll(Set.of("/apis/networking.istio.io/v1beta1/", "/apis/networking.istio.io/v1alpha3/"));
        server = bindSomewhere();
        port = server.getLocalPort();
        acceptor = accept(server);
    }

    /** Below the ports that clients get: one that tries to reach a server that is away could be given this very port. */
    private static ServerSocket bindSomewhere() throws IOException {
        for (int attempt = 0; ; attempt++) {
            try {
                return bind(ThreadLocalRandom.current().nextInt(20_000, 32_000));
            } catch (IOException taken) {
                if (attempt > 100) {
                    throw taken;
                }
            }
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 512);
        return socket;
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    // --- faults ---

    /** Lists of a resource fail from now on, by its plural; null = they do not. */
    void failLists(String plural, @Nullable Fault fault) {
        set(lists, plural, fault);
    }

    void failWatches(String plural, @Nullable Fault fault) {
        set(watches, plural, fault);
    }

    private static void set(Map<String, Fault> faults, String plural, @Nullable Fault fault) {
        if (fault == null) {
            faults.remove(plural);
        } else {
            faults.put(plural, fault);
        }
    }

    /** Its definition is not installed: of a plural, or of a whole version, as its paths begin. */
    void withdraw(String what) {
        absent.add(what);
    }

    void install(String what) {
        absent.remove(what);
    }

    private boolean isAbsent(String path) {
        return absent.stream().anyMatch(what -> path.startsWith(what) || path.endsWith("/" + what));
    }

    /** Secrets may be read one by one, these alone. */
    void grantSecretsByName(Set<String> names) {
        grantedSecrets = names;
    }

    private boolean mayRead(Asked one) {
        Set<String> granted = grantedSecrets;
        String selected = parameters(one.query()).getOrDefault("fieldSelector", "");
        return granted == null
                || !one.path().endsWith("/secrets")
                || granted.stream().anyMatch(name -> selected.equals("metadata.name=" + name));
    }

    /** Nobody listens any more, and all connections are reset. */
    synchronized void down() {
        try {
            server.close();
            // As long as somebody waits for connections, the port is not free.
            acceptor.join();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        disconnect();
    }

    synchronized void up() throws IOException {
        server = bind(port);
        acceptor = accept(server);
    }

    /** All connections end, as when a load balancer before it is replaced. */
    void disconnect() {
        objects.unwatchAll();
        connections.forEach(connection -> {
            try {
                connection.setSoLinger(true, 0);
                connection.close();
            } catch (IOException closed) {
                connections.remove(connection);
            }
        });
    }

    /** Requests for a resource since it began. */
    List<Asked> asked(String plural, boolean watch) {
        return asked.stream()
                .filter(one -> one.path().endsWith("/" + plural) && one.watch() == watch)
                .toList();
    }

    /** Plurals of which not all objects were asked for. */
    Set<String> askedByLabels() {
        return asked.stream()
                .filter(one -> one.query().contains("labelSelector="))
                .map(one -> one.path().substring(one.path().lastIndexOf('/') + 1))
                .collect(Collectors.toSet());
    }

    // --- connections ---

    private Thread accept(ServerSocket from) {
        return Thread.ofPlatform().daemon().name("api-server").start(() -> {
            while (!from.isClosed()) {
                try {
                    Socket connection = from.accept();
                    connections.add(connection);
                    Thread.ofPlatform().daemon().start(() -> serve(connection));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (answer(in, out)) {
                // The next request of the same connection.
            }
        } catch (IOException gone) {
            // The client's to notice.
        } finally {
            connections.remove(connection);
        }
    }

    /** Whether the connection goes on. */
    private boolean answer(InputStream in, OutputStream out) throws IOException {
        String request = line(in);
        if (request == null) {
            return false;
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        String[] words = request.split(" ", -1);
        URI uri = URI.create(words[1]);
        String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        Asked one = new Asked(words[0], uri.getPath(), query, System.nanoTime());
        asked.add(one);
        String plural = uri.getPath().substring(uri.getPath().lastIndexOf('/') + 1);
        if (one.method().equals("PATCH")) {
            return patch(uri.getPath(), body, out);
        }
        StubWrites.Answer written = StubWrites.answer(one.method(), uri.getPath(), body, objects);
        if (written != null) {
            byte[] bytes = written.body().toString().getBytes(StandardCharsets.UTF_8);
            return send(written.status(), bytes, bytes.length, out);
        }
        if (isAbsent(uri.getPath())) {
            return status(404, out);
        }
        if (!mayRead(one)) {
            return status(403, out);
        }
        return one.watch() ? watch(one, watches.get(plural), headers, in, out) : list(one, lists.get(plural), out);
    }

    private boolean list(Asked one, @Nullable Fault fault, OutputStream out) throws IOException {
        Map<String, String> parameters = parameters(one.query());
        byte[] whole = StubObjects.list(
                        objects.list(
                                collection(one.path(), parameters),
                                Integer.parseInt(parameters.getOrDefault("limit", "0")),
                                parameters.getOrDefault("continue", "")),
                        "Any")
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return switch (fault) {
            case null -> send(200, whole, whole.length, out);
            case Fault.Status status -> status(status.code(), out);
            case Fault.Cut cut -> {
                send(200, whole, whole.length / 2, out);
                yield false;
            }
            case Fault.Garbage garbage -> {
                byte[] page = "<html>welcome</html>".getBytes(StandardCharsets.UTF_8);
                yield send(200, page, page.length, out);
            }
            case Fault.NoList none -> {
                byte[] empty = "{\"kind\":\"Status\",\"items\":[]}".getBytes(StandardCharsets.UTF_8);
                yield send(200, empty, empty.length, out);
            }
            default -> hang();
        };
    }

    private boolean watch(
            Asked one, @Nullable Fault fault, Map<String, String> headers, InputStream in, OutputStream out)
            throws IOException {
        if (fault instanceof Fault.Status status) {
            return status(status.code(), out);
        }
        if (fault instanceof Fault.Hang) {
            return hang();
        }
        if (!headers.containsKey("origin")) {
            // Go's server of WebSockets, which is what a real one uses.
            return status(403, out);
        }
        StubWebSocket socket = StubWebSocket.accept(headers, out);
        switch (fault) {
            case Fault.Gone gone -> socket.send(gone());
            case Fault.Close close -> socket.close();
            case null -> {
                Map<String, String> parameters = parameters(one.query());
                long after = Long.parseLong(parameters.getOrDefault("resourceVersion", "0"));
                boolean known = objects.watch(
                        collection(one.path(), parameters),
                        after,
                        change -> socket.send(event(change.type(), change.object())));
                if (!known) {
                    socket.send(gone());
                }
            }
            default -> {
                // It is silent.
            }
        }
        socket.readToEnd(in);
        return false;
    }

    private static Collection collection(String path, Map<String, String> parameters) {
        return Collection.of(
                path, parameters.getOrDefault("fieldSelector", ""), parameters.getOrDefault("labelSelector", ""));
    }

    private static String event(String type, JsonNode object) {
        ObjectNode event = StubObjects.YAML.createObjectNode();
        event.put("type", type);
        event.set("object", object);
        return event.toString();
    }

    private static String gone() {
        ObjectNode status = StubObjects.YAML.createObjectNode();
        status.put("kind", "Status").put("code", 410).put("message", "too old resource version");
        return event("ERROR", status);
    }

    /** RFC 7386: what argo and kubectl send to objects of custom kinds. */
    private boolean patch(String path, byte[] body, OutputStream out) throws IOException {
        int slash = path.lastIndexOf('/');
        Collection collection = Collection.of(path.substring(0, slash));
        ObjectNode object = objects.get(collection.resource(), collection.namespace(), path.substring(slash + 1));
        if (object == null) {
            return status(404, out);
        }
        merge(object, StubObjects.YAML.readTree(body));
        objects.put(object);
        byte[] answer = object.toString().getBytes(StandardCharsets.UTF_8);
        return send(200, answer, answer.length, out);
    }

    private static void merge(ObjectNode into, JsonNode patch) {
        patch.properties().forEach(field -> {
            JsonNode before = into.get(field.getKey());
            if (field.getValue().isNull()) {
                into.remove(field.getKey());
            } else if (before instanceof ObjectNode object && field.getValue().isObject()) {
                merge(object, field.getValue());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private static boolean status(int code, OutputStream out) throws IOException {
        byte[] body = ("{\"kind\":\"Status\",\"code\":" + code + "}").getBytes(StandardCharsets.UTF_8);
        return send(code, body, body.length, out);
    }

    private static boolean send(int code, byte[] body, int bytes, OutputStream out) throws IOException {
        String head = "HTTP/1.1 " + code + " x\r\ncontent-type: application/json\r\ncontent-length: " + body.length
                + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, bytes);
        out.flush();
        return true;
    }

    private static boolean hang() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> parameters = new HashMap<>();
        for (String pair : query.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        down();
    }
}
