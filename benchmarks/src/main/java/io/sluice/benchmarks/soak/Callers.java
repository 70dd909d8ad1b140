package io.sluice.benchmarks.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.AbstractHistogram;
import org.HdrHistogram.ConcurrentHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Callers who send when a request is due, on kept connections: who is free takes the next. They never send twice: what a caller
 * can see of a failure is a failure.
 */
final class Callers {
    private static final String BODY = "{\"data\":{\"ndarray\":[[1,2]]}}";
    private static final int PATIENCE_MILLIS = 15_000;

    private final int port;
    private final String head;
    private final Ledger ledger;
    private final Pace pace;
    private final int connections;

    /** The newest generation of routes that any answer has named: none that begins later may name an older one. */
    private final AtomicInteger newest = new AtomicInteger();

    private final AtomicInteger stale = new AtomicInteger();
    private final AtomicLong latestNanos = new AtomicLong();
    private final ConcurrentHistogram answeredNanos = new ConcurrentHistogram(3);
    private final ConcurrentHistogram failedNanos = new ConcurrentHistogram(3);
    private long beginNanos;

    Callers(int port, String path, Ledger ledger, Pace pace, int connections) {
        this.port = port;
        this.head = "POST " + path + " HTTP/1.1\r\nhost: soak\r\ncontent-type: application/json\r\ncontent-length: "
                + BODY.length() + "\r\n" + Wire.REQUEST + ": ";
        this.ledger = ledger;
        this.pace = pace;
        this.connections = connections;
    }

    /** Sends all requests of the ledger; returns once each has its outcome. */
    void run() throws InterruptedException {
        beginNanos = System.nanoTime();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            threads.add(Thread.ofVirtual().start(this::call));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** The newest generation of routes that an answer has named. */
    int newest() {
        return newest.get();
    }

    /** Answers of an older generation than one that had been seen before the request was sent. */
    int stale() {
        return stale.get();
    }

    /** How late the latest request was sent, milliseconds. */
    long latestMillis() {
        return TimeUnit.NANOSECONDS.toMillis(latestNanos.get());
    }

    /** From the sending of a request to its answer. */
    AbstractHistogram answeredNanos() {
        return answeredNanos;
    }

    /** The same of answers other than 200. */
    AbstractHistogram failedNanos() {
        return failedNanos;
    }

    private void call() {
        Socket socket = null;
        BufferedInputStream in = null;
        for (int request = ledger.next(); request >= 0; request = ledger.next()) {
            awaitDue(request);
            try {
                if (socket == null || in == null) {
                    socket = connect();
                    in = new BufferedInputStream(socket.getInputStream());
                }
                boolean goesOn = exchange(socket, in, request);
                if (!goesOn) {
                    socket.close();
                    socket = null;
                }
            } catch (IOException failure) {
                ledger.failed(request, reason(failure));
                close(socket);
                socket = null;
            }
        }
        close(socket);
    }

    private void awaitDue(int request) {
        long due = beginNanos + pace.dueNanos(request);
        long now = System.nanoTime();
        while (now - due < 0) {
            LockSupport.parkNanos(due - now);
            now = System.nanoTime();
        }
        latestNanos.accumulateAndGet(now - due, Math::max);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
        } catch (IOException refused) {
            socket.close();
            throw new IOException("no connection to the router", refused);
        }
        return socket;
    }

    /** Whether the connection may be used again. */
    private boolean exchange(Socket socket, BufferedInputStream in, int request) throws IOException {
        int known = newest.get();
        long begin = System.nanoTime();
        socket.getOutputStream().write(Wire.ascii(head + request + "\r\n\r\n" + BODY));
        Wire.Message answer = Wire.read(in);
        if (answer.start().startsWith("HTTP/1.1 200 ")) {
            answeredNanos.recordValue(System.nanoTime() - begin);
            ledger.answered(request);
            if (answer.generation() >= 0) {
                stale.addAndGet(answer.generation() < known ? 1 : 0);
                newest.accumulateAndGet(answer.generation(), Math::max);
            }
        } else {
            failedNanos.recordValue(System.nanoTime() - begin);
            ledger.failed(request, (answer.start().substring("HTTP/1.1 ".length()) + " " + answer.reason()).strip());
        }
        return !answer.closes();
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException late -> "no answer in time";
            case EOFException end -> "closed".equals(end.getMessage()) ? "closed without an answer" : "answer cut off";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException gone) {
            // It is of no more use, however it ended.
            return;
        }
    }
}
