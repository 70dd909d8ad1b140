package io.sluice.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/** A server of plain sockets that answers each request alike, the very first one late. */
final class SlowModel implements AutoCloseable {
    private final ServerSocket listener;
    private final byte[] answer;
    private final Duration stall;
    private final AtomicBoolean stalled = new AtomicBoolean();

    private SlowModel(String status, Duration stall) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.answer = ("HTTP/1.1 " + status + "\r\ncontent-length: 2\r\n\r\n{}").getBytes(StandardCharsets.US_ASCII);
        this.stall = stall;
        Thread.ofVirtual().start(this::accept);
    }

    static SlowModel answering(String status) throws IOException {
        return new SlowModel(status, Duration.ZERO);
    }

    static SlowModel stallingOnce(Duration stall) throws IOException {
        return new SlowModel("200 OK", stall);
    }

    int port() {
        return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket caller = listener.accept();
                Thread.ofVirtual().start(() -> serve(caller));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket caller) {
        try (caller) {
            InputStream in = new BufferedInputStream(caller.getInputStream());
            while (readRequest(in)) {
                if (stalled.compareAndSet(false, true)) {
                    LockSupport.parkNanos(stall.toNanos());
                }
                caller.getOutputStream().write(answer);
            }
        } catch (IOException e) {
            // The generator has closed its connection.
        }
    }

    /** Reads one head and its body; false at the end of the connection. */
    private static boolean readRequest(InputStream in) throws IOException {
        int length = 0;
        for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
            if (line.startsWith("content-length: ")) {
                length = Integer.parseInt(line.substring("content-length: ".length()));
            }
        }
        return length > 0 && in.readNBytes(length).length == length;
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().strip();
    }
}
