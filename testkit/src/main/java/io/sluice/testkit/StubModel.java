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
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A model that answers like Seldon's mock classifier, and names its predictor in {@code meta.tags.predictor}. HTTP/1.1 with
 * keep-alive, a virtual thread a connection. Shared: counts may be read from any thread.
 */
public final class StubModel implements AutoCloseable {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket server;
    private final byte[] prediction;
    private final AtomicLong predictions = new AtomicLong();

    private StubModel(ServerSocket server, String predictor) {
        this.server = server;
        prediction = ("{\"data\":{\"names\":[\"proba\"],\"ndarray\":[[0.43782349911420193]]},\"meta\":{\"requestPath\":"
                        + "{\"classifier\":\"seldonio/mock_classifier:1.9.1\"},\"tags\":{\"predictor\":\"" + predictor
                        + "\"}}}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param port 0 = any free one
     * @throws IOException if the port is taken
     */
    public static StubModel start(int port, String predictor) throws IOException {
        ServerSocket server = new ServerSocket();
        server.setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
        StubModel model = new StubModel(server, predictor);
        Thread.ofVirtual().name("stub-model-" + predictor).start(model::accept);
        return model;
    }

    public int port() {
        return server.getLocalPort();
    }

    /** Predictions answered so far. */
    public long predictions() {
        return predictions.get();
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
            for (String start = line(in); start != null; start = line(in)) {
                answer(start, in, out);
            }
        } catch (IOException gone) {
            // The peer closed in mid message: there is nobody to tell.
            return;
        }
    }

    private void answer(String start, InputStream in, OutputStream out) throws IOException {
        readMessage(in, out);
        String[] words = start.split(" ", -1);
        boolean predicts = words.length == 3 && words[0].equals("POST") && words[1].startsWith("/api/v1.0/predictions");
        boolean alive = words.length == 3 && (words[1].equals("/ready") || words[1].equals("/live"));
        byte[] body = predicts ? prediction : new byte[0];
        if (predicts) {
            predictions.incrementAndGet();
        }
        String status = predicts || alive ? "200 OK" : "404 Not Found";
        String head = "HTTP/1.1 " + status + "\r\ncontent-type: application/json\r\ncontent-length: " + body.length
                + "\r\n\r\n";
        out.write(head.getBytes(StandardCharsets.US_ASCII));
        out.write(body);
        out.flush();
    }

    /** Reads the fields and the body of a message whose start line has been read; who waits to be told to send it is told. */
    private static void readMessage(InputStream in, OutputStream out) throws IOException {
        long length = 0;
        boolean chunked = false;
        boolean waits = false;
        for (String field = line(in); field != null && !field.isEmpty(); field = line(in)) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Long.parseLong(
                        lower.substring("content-length:".length()).trim());
            }
            chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
            waits |= lower.equals("expect: 100-continue");
        }
        if (waits) {
            out.write(CONTINUE);
            out.flush();
        }
        in.skipNBytes(length);
        while (chunked) {
            String size = line(in);
            int bytes = size == null ? 0 : Integer.parseInt(size.split(";", 2)[0].trim(), 16);
            in.skipNBytes(bytes);
            line(in);
            chunked = bytes > 0;
        }
    }

    /** A line without its end; null at the end of the stream. */
    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        int b = in.read();
        if (b < 0) {
            return null;
        }
        while (b >= 0 && b != '\n') {
            if (b != '\r') {
                line.append((char) b);
            }
            b = in.read();
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
