package io.sluice.conformance.wire;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One end of a connection whose every received byte is kept. Shared: read by a thread of its own, looked at by others. */
final class WireConnection implements AutoCloseable {
    private final Socket socket;
    private final StringBuilder received = new StringBuilder();
    private volatile boolean ended;
    private volatile boolean closedHere;
    private volatile boolean endedByPeer;
    private volatile long lastNanos = System.nanoTime();

    WireConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    /** A client, whose reader starts at once. */
    static WireConnection connect(int port) throws IOException {
        WireConnection client = new WireConnection(new Socket(InetAddress.getLoopbackAddress(), port));
        Thread.ofVirtual().start(client::readAll);
        return client;
    }

    private void readAll() {
        while (receive()) {
            // Each call keeps what has come.
        }
    }

    /** Waits for bytes, and keeps them; false at the end, however it came. */
    boolean receive() {
        byte[] bytes = new byte[64 * 1024];
        int count;
        try {
            count = socket.getInputStream().read(bytes);
        } catch (IOException reset) {
            count = -1;
        }
        synchronized (received) {
            if (count > 0) {
                received.append(new String(bytes, 0, count, StandardCharsets.ISO_8859_1));
            }
        }
        if (count < 0) {
            endedByPeer |= !closedHere;
            ended = true;
        }
        lastNanos = System.nanoTime();
        return count >= 0;
    }

    /** False if the peer no longer takes it. */
    boolean send(String bytes) {
        try {
            socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            lastNanos = System.nanoTime();
            return true;
        } catch (IOException gone) {
            return false;
        }
    }

    void close(boolean reset) {
        try {
            if (reset) {
                closedHere = true;
                socket.setSoLinger(true, 0);
                socket.close();
            } else {
                socket.shutdownOutput();
            }
        } catch (IOException gone) {
            closedHere = true;
        }
    }

    String received() {
        synchronized (received) {
            return received.toString();
        }
    }

    int length() {
        synchronized (received) {
            return received.length();
        }
    }

    /** Nothing more will come. */
    boolean ended() {
        return ended;
    }

    /** The peer ended it. */
    boolean endedByPeer() {
        return endedByPeer;
    }

    /** When something last came or went. */
    long lastNanos() {
        return lastNanos;
    }

    @Override
    public void close() {
        closedHere = true;
        try {
            socket.close();
        } catch (IOException gone) {
            ended = true;
        }
    }
}
