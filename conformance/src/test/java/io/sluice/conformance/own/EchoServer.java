package io.sluice.conformance.own;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The model behind one cluster: it notes each request's head and answers 200. <em>Shared</em>: a virtual thread a connection. */
final class EchoServer implements AutoCloseable {
    private final ServerSocket socket;
    private final List<Message> heads = new CopyOnWriteArrayList<>();

    EchoServer() throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return socket.getLocalPort();
    }

    List<Message> heads() {
        return heads;
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            InputStream in = new BufferedInputStream(connection.getInputStream());
            for (Message head = Message.read(in); head != null; head = Message.read(in)) {
                heads.add(head);
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx-model: echo\r\nx-both: model\r\n\r\nok"
                                .getBytes(StandardCharsets.ISO_8859_1));
            }
        } catch (IOException gone) {
            // The router closes connections that it does not need.
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
