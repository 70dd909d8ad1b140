package io.sluice.conformance.protocol;

import io.sluice.conformance.protocol.ConnectionLost.Ending;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** One connection, with what was read of it and not yet asked for. Confined to the thread that serves it. */
public final class Wire implements AutoCloseable {
    private static final byte[] NOTHING = new byte[0];

    private final Socket socket;
    private final byte[] received = new byte[65_536];
    private byte[] unread = NOTHING;
    private int patienceMillis;

    public Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
    }

    /**
     * Connects from one loopback address to another.
     *
     * @param patienceMillis how long to connect, and how long each read may wait
     * @throws ConnectionLost if nobody accepts
     */
    public static Wire connect(String from, String to, int port, int patienceMillis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
            socket.connect(new InetSocketAddress(InetAddress.getByName(to), port), patienceMillis);
        } catch (SocketTimeoutException silent) {
            socket.close();
            throw new ConnectionLost(Ending.TIMEOUT, NOTHING);
        } catch (SocketException refused) {
            socket.close();
            throw new ConnectionLost(Ending.REFUSED, NOTHING);
        }
        Wire wire = new Wire(socket);
        wire.patienceMillis = patienceMillis;
        return wire;
    }

    public void send(byte[] bytes) throws IOException {
        try {
            socket.getOutputStream().write(bytes);
        } catch (SocketException gone) {
            throw new ConnectionLost(Ending.RESET, NOTHING);
        }
    }

    public void send(String latin1) throws IOException {
        send(latin1.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** What stands before a mark, as Latin-1; the mark is consumed. */
    public String until(String mark) throws IOException {
        byte[] wanted = mark.getBytes(StandardCharsets.ISO_8859_1);
        int searched = 0;
        while (true) {
            int at = indexOf(wanted, searched);
            if (at >= 0) {
                String before = new String(unread, 0, at, StandardCharsets.ISO_8859_1);
                unread = Arrays.copyOfRange(unread, at + wanted.length, unread.length);
                return before;
            }
            searched = Math.max(0, unread.length - wanted.length + 1);
            receive(patienceMillis);
        }
    }

    private int indexOf(byte[] wanted, int from) {
        for (int at = from; at <= unread.length - wanted.length; at++) {
            if (Arrays.equals(unread, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    /** @throws ConnectionLost with what had come, if fewer bytes come */
    public byte[] exactly(int count) throws IOException {
        ByteArrayOutputStream wanted = new ByteArrayOutputStream(count);
        while (true) {
            int missing = count - wanted.size();
            wanted.write(unread, 0, Math.min(missing, unread.length));
            unread = Arrays.copyOfRange(unread, Math.min(missing, unread.length), unread.length);
            if (wanted.size() == count) {
                return wanted.toByteArray();
            }
            receiveOr(wanted);
        }
    }

    /** Everything up to the peer's orderly close. */
    public byte[] toEnd() throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (true) {
            all.writeBytes(takeUnread());
            try {
                receiveOr(all);
            } catch (ConnectionLost lost) {
                if (lost.ending() == Ending.CLOSED) {
                    return lost.partial();
                }
                throw lost;
            }
        }
    }

    /** Whatever comes next; empty at the peer's orderly close. */
    public byte[] some() throws IOException {
        if (unread.length == 0) {
            try {
                receive(patienceMillis);
            } catch (ConnectionLost lost) {
                if (lost.ending() == Ending.CLOSED) {
                    return NOTHING;
                }
                throw lost;
            }
        }
        return takeUnread();
    }

    /** Whether the first bytes are these; they stay unread. */
    public boolean startsWith(String latin1) throws IOException {
        byte[] start = latin1.getBytes(StandardCharsets.ISO_8859_1);
        while (unread.length < start.length) {
            receive(patienceMillis);
        }
        return Arrays.equals(unread, 0, start.length, start, 0, start.length);
    }

    /** Waits for anything to read, the peer's end included, but no longer than this. */
    public boolean readableWithin(int millis) throws IOException {
        if (unread.length > 0) {
            return true;
        }
        try {
            receive(millis);
            return true;
        } catch (ConnectionLost lost) {
            return lost.ending() != Ending.TIMEOUT;
        }
    }

    /** Sleeps, but no longer than the peer keeps the connection; what it sends meanwhile stays unread. */
    public boolean openFor(int millis) throws IOException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime() + 999_999);
            if (left <= 0) {
                return true;
            }
            try {
                receive((int) left);
            } catch (ConnectionLost lost) {
                if (lost.ending() != Ending.TIMEOUT) {
                    return false;
                }
            }
        }
    }

    private byte[] takeUnread() {
        byte[] taken = unread;
        unread = NOTHING;
        return taken;
    }

    private void receiveOr(ByteArrayOutputStream soFar) throws IOException {
        try {
            receive(patienceMillis);
        } catch (ConnectionLost lost) {
            throw new ConnectionLost(lost.ending(), soFar.toByteArray());
        }
    }

    /** @param millis 0 = as long as it takes */
    private void receive(int millis) throws IOException {
        int count;
        try {
            socket.setSoTimeout(millis);
            count = socket.getInputStream().read(received);
        } catch (SocketTimeoutException silent) {
            throw new ConnectionLost(Ending.TIMEOUT, NOTHING);
        } catch (SocketException broken) {
            throw new ConnectionLost(Ending.RESET, NOTHING);
        }
        if (count < 0) {
            throw new ConnectionLost(Ending.CLOSED, NOTHING);
        }
        byte[] more = Arrays.copyOf(unread, unread.length + count);
        System.arraycopy(received, 0, more, unread.length, count);
        unread = more;
    }

    /** Ends by a reset instead of an orderly close. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Orderly, even if the peer has sent what nobody read: a plain close would then be a reset that overtakes our answer. */
    @Override
    public void close() {
        try {
            if (!socket.isClosed()) {
                socket.shutdownOutput();
            }
        } catch (IOException gone) {
            // The peer was first.
        }
        try {
            socket.close();
        } catch (IOException gone) {
            // Nothing is left to close.
        }
    }
}
