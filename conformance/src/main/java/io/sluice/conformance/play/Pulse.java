package io.sluice.conformance.play;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Feels whether this process and each event loop of the router ran when they should have. Cases are recorded against the
 * clock: calls start 60 ms apart, an upstream answers after 500 ms. Where a busy machine stops either side for longer than
 * that, the play says nothing of the router. What it sends is a request without a Host, which no router passes on.
 */
final class Pulse implements AutoCloseable {
    private static final byte[] BEAT =
            "GET / HTTP/1.1\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final long PAUSE_MILLIS = 10;
    private static final int PATIENCE_MILLIS = 2000;
    private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Enough that each event loop has loaded what any answer takes, before time counts. */
    private static final int BEATS_TO_WARM = 16;

    private final List<Integer> ports;
    private final Thread thread;
    private volatile boolean stalled;

    private Pulse(List<Integer> ports) {
        this.ports = ports;
        thread = Thread.ofPlatform().name("pulse").unstarted(this::feel);
    }

    /** @param ports of the router, on 127.0.0.1 */
    static Pulse of(List<Integer> ports) {
        Pulse pulse = new Pulse(ports);
        for (int i = 0; i < BEATS_TO_WARM; i++) {
            pulse.beat();
        }
        pulse.thread.start();
        return pulse;
    }

    private void feel() {
        try {
            while (true) {
                long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS);
                Thread.sleep(PAUSE_MILLIS);
                beat();
                stalled |= System.nanoTime() - due > STALL_NANOS;
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private void beat() {
        for (int port : ports) {
            answers(port);
        }
    }

    /** False of a port that is not open, or not for plain text: only how long it took counts. */
    private static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.getOutputStream().write(BEAT);
            return socket.getInputStream().read() >= 0;
        } catch (IOException notServed) {
            return false;
        }
    }

    /** Once it has been, it stays so. */
    boolean stalled() {
        return stalled;
    }

    @Override
    public void close() throws InterruptedException {
        thread.interrupt();
        thread.join();
    }
}
