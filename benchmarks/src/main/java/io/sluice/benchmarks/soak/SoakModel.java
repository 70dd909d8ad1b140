package io.sluice.benchmarks.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A model that writes down what it executes. It can be drained, as a good server does on SIGTERM, and killed: from one moment
 * on nothing is executed or answered. A virtual thread a connection.
 */
final class SoakModel implements AutoCloseable {
    private static final byte[] ANSWER = Wire.ascii("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok");
    private static final byte[] LAST_ANSWER =
            Wire.ascii("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nok");

    private static final int ACCEPT_MILLIS = 5;

    private final ServerSocketChannel server;
    private final int port;
    private final Ledger ledger;
    private final Behaviour behaviour;
    private final Semaphore workers;
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger unanswered = new AtomicInteger();
    private volatile boolean draining;
    private volatile boolean killed;

    /**
     * @param idleMillis a connection that is idle for so long is closed; 0 = never
     * @param serviceMicros how long a prediction takes
     * @param workers how many are under way at most; others wait
     */
    record Behaviour(int idleMillis, long serviceMicros, int workers) {
        static final Behaviour PROMPT = new Behaviour(0, 0);

        Behaviour(int idleMillis, long serviceMicros) {
            this(idleMillis, serviceMicros, Integer.MAX_VALUE);
        }
    }

    private SoakModel(ServerSocketChannel server, Ledger ledger, Behaviour behaviour) {
        this.server = server;
        port = server.socket().getLocalPort();
        this.ledger = ledger;
        this.behaviour = behaviour;
        workers = new Semaphore(behaviour.workers());
    }

    /** @param port 0 = any free one */
    static SoakModel start(int port, Ledger ledger, Behaviour behaviour) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.socket().setReuseAddress(true);
        server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 4096);
        server.configureBlocking(false);
        SoakModel model = new SoakModel(server, ledger, behaviour);
        Thread.ofPlatform().daemon().start(model::accept);
        return model;
    }

    int port() {
        return port;
    }

    /** Closes only when nobody is left whom the kernel has accepted already: what they send is to be counted. */
    private void accept() {
        try (server) {
            try (Selector selector = Selector.open()) {
                server.register(selector, SelectionKey.OP_ACCEPT);
                while (!killed && !draining) {
                    selector.select(ACCEPT_MILLIS);
                    selector.selectedKeys().clear();
                    serveAll();
                }
            }
            // To close a selector takes long enough for others to come.
            serveAll();
        } catch (IOException closed) {
            return;
        }
    }

    private void serveAll() throws IOException {
        for (SocketChannel accepted = server.accept(); accepted != null; accepted = server.accept()) {
            serve(accepted.socket());
        }
    }

    private void serve(Socket accepted) throws IOException {
        Connection connection = new Connection(accepted);
        connections.add(connection);
        if (killed) {
            connection.fallSilent();
        }
        Thread.ofVirtual().start(connection::serve);
    }

    /** Ends in order: no new connections, idle ones close, each answer under way is the last of its connection. */
    void drain() {
        draining = true;
        awaitRefusal();
        connections.forEach(Connection::closeIfIdle);
        awaitNoConnections();
    }

    /**
     * Ends in an instant: nothing is executed or answered from now on, and its port refuses. What peers have sent to it before
     * they could know lies in the kernel of a process that is killed, unread and uncounted; so that it can be counted, each
     * connection is kept until its peer has closed it.
     *
     * @return how many exchanges had reached it and were not answered: none of these can be told to have been executed or not
     */
    int kill() throws IOException {
        killed = true;
        for (Connection connection : connections) {
            connection.fallSilent();
        }
        awaitRefusal();
        awaitNoConnections();
        for (Connection connection : connections) {
            connection.socket.close();
        }
        return unanswered.get();
    }

    private void awaitRefusal() {
        while (server.isOpen()) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    private void awaitNoConnections() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!connections.isEmpty() && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            if (draining) {
                connections.forEach(Connection::closeIfIdle);
            }
        }
    }

    @Override
    public void close() throws IOException {
        kill();
    }

    private final class Connection {
        private final Socket socket;
        private boolean busy;
        private boolean ended;

        private Connection(Socket socket) {
            this.socket = socket;
        }

        private void serve() {
            try (socket) {
                socket.setTcpNoDelay(true);
                BufferedInputStream in = new BufferedInputStream(socket.getInputStream());
                boolean goesOn = true;
                while (goesOn) {
                    goesOn = await(in) && exchange(in);
                }
            } catch (EOFException gone) {
                return;
            } catch (IOException broken) {
                // Killed, or the router went away: the callers tell what became of the request.
                return;
            } finally {
                leave();
            }
        }

        /** Whether a request begins; false if it has been idle for too long. */
        private boolean await(BufferedInputStream in) throws IOException {
            socket.setSoTimeout(behaviour.idleMillis());
            in.mark(1);
            try {
                if (in.read() < 0) {
                    return false;
                }
            } catch (SocketTimeoutException idle) {
                return false;
            }
            in.reset();
            socket.setSoTimeout(0);
            synchronized (this) {
                busy = true;
                return !ended && !killed;
            }
        }

        private boolean exchange(BufferedInputStream in) throws IOException {
            Wire.Message request = Wire.read(in);
            if (request.request() >= 0) {
                ledger.executed(request.request());
            }
            predict();
            boolean last = draining;
            synchronized (this) {
                if (ended || killed) {
                    return false;
                }
                socket.getOutputStream().write(last ? LAST_ANSWER : ANSWER);
                busy = false;
            }
            return !last;
        }

        private void predict() {
            if (behaviour.serviceMicros() == 0) {
                return;
            }
            workers.acquireUninterruptibly();
            try {
                LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(behaviour.serviceMicros()));
            } finally {
                workers.release();
            }
        }

        private synchronized void fallSilent() throws IOException {
            ended = true;
            if (!socket.isClosed()) {
                socket.shutdownOutput();
            }
        }

        private synchronized void leave() {
            unanswered.addAndGet(busy ? 1 : 0);
            connections.remove(this);
        }

        private synchronized void closeIfIdle() {
            try {
                if (!busy && socket.getInputStream().available() == 0) {
                    ended = true;
                    socket.shutdownOutput();
                }
            } catch (IOException closed) {
                ended = true;
            }
        }
    }
}
