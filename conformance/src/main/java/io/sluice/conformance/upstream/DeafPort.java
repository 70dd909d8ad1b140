package io.sluice.conformance.upstream;

import io.sluice.conformance.feature.Upstream;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A port whose queue of connections is full and that nobody accepts from: Linux drops further attempts without an answer. */
final class DeafPort implements Closeable {
    private static final int BACKLOG = 1;
    private static final int FILLERS = BACKLOG + 3;

    private final List<Closeable> open = new ArrayList<>();

    private DeafPort() {}

    static DeafPort open(Upstream upstream) throws IOException {
        DeafPort port = new DeafPort();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(upstream.address()), upstream.port());
        port.open.add(ServerSocketChannel.open().bind(address, BACKLOG));
        for (int i = 0; i < FILLERS; i++) {
            SocketChannel filler = SocketChannel.open();
            port.open.add(filler);
            filler.configureBlocking(false);
            filler.connect(address);
        }
        return port;
    }

    @Override
    public void close() throws IOException {
        for (Closeable socket : open) {
            socket.close();
        }
    }
}
