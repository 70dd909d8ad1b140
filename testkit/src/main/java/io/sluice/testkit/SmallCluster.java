package io.sluice.testkit;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * An API server of objects that never change: lists come in pages, watches open and say nothing, writes are taken and forgotten. On a free port
 * of 127.0.0.1, a virtual thread a connection. <em>Shared</em>: what it holds is given once.
 */
public final class SmallCluster implements AutoCloseable {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final Map<String, List<String>> objects;

    private SmallCluster(ServerSocket server, Map<String, List<String>> objects) {
        this.server = server;
        this.objects = Map.copyOf(objects);
    }

    /** @param objects as JSON, by the plural of their kind */
    public static SmallCluster start(Map<String, List<String>> objects) throws IOException {
        ServerSocket server = new ServerSocket();
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        SmallCluster cluster = new SmallCluster(server, objects);
        Thread.ofVirtual().name("small-cluster").start(cluster::accept);
        return cluster;
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                InputStream in = new BufferedInputStream(client.getInputStream());
                OutputStream out = new BufferedOutputStream(client.getOutputStream())) {
            client.setTcpNoDelay(true);
            for (String start = line(in); !start.isEmpty(); start = line(in)) {
                answer(start.split(" ", -1), in, out);
            }
        } catch (IOException gone) {
            // The client's to notice.
            return;
        }
    }

    private void answer(String[] start, InputStream in, OutputStream out) throws IOException {
        Map<String, String> fields = new HashMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            fields.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        String body = new String(
                in.readNBytes(Integer.parseInt(fields.getOrDefault("content-length", "0"))), StandardCharsets.UTF_8);
        String target = start[1];
        String query = target.substring(target.indexOf('?') + 1);
        if (!start[0].equals("GET")) {
            send(out, "201 Created", body);
        } else if (query.contains("watch=true")) {
            watch(fields, out);
            in.transferTo(OutputStream.nullOutputStream());
        } else if (query.contains("limit=")) {
            String path = target.substring(0, target.indexOf('?'));
            send(out, "200 OK", list(path.substring(path.lastIndexOf('/') + 1), query));
        } else {
            send(out, "404 Not Found", "{\"kind\":\"Status\",\"code\":404}");
        }
    }

    private String list(String plural, String query) {
        List<String> all = objects.getOrDefault(plural, List.of());
        int from = parameter(query, "continue");
        int to = Math.min(all.size(), from + parameter(query, "limit"));
        String next = to < all.size() ? ",\"continue\":\"" + to + "\"" : "";
        return "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"" + next
                + "},\"items\":[" + String.join(",", all.subList(from, to)) + "]}";
    }

    private static int parameter(String query, String name) {
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Integer.parseInt(pair.substring(name.length() + 1));
            }
        }
        return 0;
    }

    /** The handshake of RFC 6455, section 4.2.2. */
    private static void watch(Map<String, String> fields, OutputStream out) throws IOException {
        String key = fields.getOrDefault("sec-websocket-key", "") + GUID;
        String accepted;
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            accepted = Base64.getEncoder().encodeToString(digest.digest(key.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
        write(
                out,
                "HTTP/1.1 101 Switching Protocols\r\n"
                        + "upgrade: websocket\r\n"
                        + "connection: Upgrade\r\n"
                        + "sec-websocket-accept: "
                        + accepted + "\r\n\r\n");
    }

    private static void send(OutputStream out, String status, String body) throws IOException {
        int length = body.getBytes(StandardCharsets.UTF_8).length;
        write(
                out,
                "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\ncontent-length: " + length + "\r\n\r\n"
                        + body);
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /** Without its end; empty at the end of a head, and of the connection. */
    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
