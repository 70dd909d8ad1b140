package io.sluice.router;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/** A name server on loopback that knows what a test tells it. */
final class NameServer implements AutoCloseable {
    private static final int TYPE_A = 1;
    private static final int HEADER = 12;

    private final DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();

    /** @param addresses IPv4 */
    private record Answer(List<String> addresses, int ttlSeconds) {}

    NameServer() throws IOException {
        Thread.ofVirtual().start(this::serve);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    void say(String name, int ttlSeconds, String... addresses) {
        answers.put(name, new Answer(List.of(addresses), ttlSeconds));
    }

    /** From now on there is no such name. */
    void forget(String name) {
        answers.remove(name);
    }

    /** Waits for the next question about a name; its answer is sent before that to any later question. */
    void awaitQuestion(String name) throws InterruptedException {
        while (!questions.take().equals(name)) {}
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            DatagramPacket query = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(query);
                byte[] answer = answer(buffer);
                socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private byte[] answer(byte[] query) {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (query[at] != 0) {
            name.append(new String(query, at + 1, query[at], StandardCharsets.US_ASCII))
                    .append('.');
            at += query[at] + 1;
        }
        int type = query[at + 2];
        String asked = name.substring(0, name.length() - 1);
        Answer known = answers.get(asked);
        List<String> addresses = known == null || type != TYPE_A ? List.of() : known.addresses();
        if (type == TYPE_A) {
            questions.add(asked);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(query, 0, 2);
        out.writeBytes(new byte[] {
            (byte) 0x81, (byte) (known == null ? 0x83 : 0x80), 0, 1, 0, (byte) addresses.size(), 0, 0, 0, 0
        });
        out.write(query, HEADER, at + 5 - HEADER);
        for (String address : addresses) {
            int ttl = known == null ? 0 : known.ttlSeconds();
            out.writeBytes(
                    new byte[] {(byte) 0xc0, HEADER, 0, TYPE_A, 0, 1, 0, 0, (byte) (ttl >> 8), (byte) ttl, 0, 4});
            for (String part : address.split("\\.", -1)) {
                out.write(Integer.parseInt(part));
            }
        }
        return out.toByteArray();
    }

    @Override
    public void close() {
        socket.close();
    }
}
