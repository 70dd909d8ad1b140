package io.sluice.conformance.http2;

import io.grpc.InsecureServerCredentials;
import io.grpc.ManagedChannelBuilder;
import io.grpc.ServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.InternalNettyServerBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.testing.integration.AbstractInteropTest;
import io.sluice.conformance.wire.RouterProcess;
import io.sluice.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.AfterClass;
import org.junit.BeforeClass;

/** gRPC's interoperability tests, client and server, with the router between them. Run by {@link GrpcInteropTest}. */
public class RoutedCalls extends AbstractInteropTest {
    private static @Nullable RouterProcess router;
    private static int serverPort;

    /** One port for the servers of all tests, each of which starts its own: the router's connections come and go with them. */
    @BeforeClass
    public static void start() throws IOException {
        serverPort = FreePort.any();
        router = ServedBackend.start(
                Files.createTempDirectory(Files.createDirectories(Path.of("target")), "interop"), serverPort, "grpc");
    }

    @Override
    protected ServerBuilder<?> getServerBuilder() {
        NettyServerBuilder builder = NettyServerBuilder.forPort(serverPort, InsecureServerCredentials.create())
                .flowControlWindow(AbstractInteropTest.TEST_FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(AbstractInteropTest.MAX_MESSAGE_SIZE);
        // The tests bring tracers of their own, on both sides.
        InternalNettyServerBuilder.setStatsEnabled(builder, false);
        return builder.addStreamTracerFactory(createCustomCensusTracerFactory());
    }

    @Override
    protected ManagedChannelBuilder<?> createChannelBuilder() {
        NettyChannelBuilder builder = NettyChannelBuilder.forAddress("127.0.0.1", routerPort())
                .flowControlWindow(AbstractInteropTest.TEST_FLOW_CONTROL_WINDOW)
                .maxInboundMessageSize(AbstractInteropTest.MAX_MESSAGE_SIZE)
                .usePlaintext();
        InternalNettyChannelBuilder.setStatsEnabled(builder, false);
        return builder.intercept(createCensusStatsClientInterceptor());
    }

    private static int routerPort() {
        if (router == null) {
            throw new IllegalStateException("not started");
        }
        return router.ports().get(0);
    }

    @AfterClass
    public static void stop() {
        if (router != null) {
            router.close();
            router = null;
        }
    }
}
