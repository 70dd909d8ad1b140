package io.sluice.kubernetes;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Assumptions;

/** Something that answers with its name, at an address that a pod could have: this machine's own, which never leaves it. */
final class Model implements AutoCloseable {
    private final HttpServer server;
    private final InetAddress address;

    Model(String name, InetAddress address) throws IOException {
        this.address = address;
        server = HttpServer.create(new InetSocketAddress(address, 0), 512);
        byte[] answer = name.getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, answer.length);
            try (var body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    /** Without one, the test that wants it is left out. */
    static InetAddress address() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address
                        && !address.isLoopbackAddress()
                        && !address.isLinkLocalAddress())
                .findFirst()
                .orElseGet(() -> Assumptions.abort("this machine has only loopback addresses"));
    }

    int port() {
        return server.getAddress().getPort();
    }

    String host() {
        return address.getHostAddress();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
