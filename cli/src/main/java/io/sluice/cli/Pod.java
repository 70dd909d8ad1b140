package io.sluice.cli;

import io.sluice.watcher.settings.IpAddress;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.stream.Collectors;

/** What this process can tell of the pod that it runs in, if it runs in one. */
final class Pod {
    private static final String API_SERVER = System.getenv("KUBERNETES_SERVICE_HOST");

    private Pod() {}

    private static boolean isOne() {
        return API_SERVER != null && !API_SERVER.isEmpty();
    }

    /** Where it is told that the API server is; nowhere, outside of one. */
    static Set<InetAddress> apiServer() {
        try {
            return isOne() ? Set.of(InetAddress.getByName(API_SERVER)) : Set.of();
        } catch (UnknownHostException elsewhere) {
            return Set.of();
        }
    }

    /** Where others reach it; none outside of one: a machine that is no pod may well run a model. */
    static Set<IpAddress> addresses() {
        try {
            return isOne()
                    ? NetworkInterface.networkInterfaces()
                            .flatMap(NetworkInterface::inetAddresses)
                            .map(IpAddress::of)
                            .collect(Collectors.toUnmodifiableSet())
                    : Set.of();
        } catch (SocketException unknown) {
            return Set.of();
        }
    }
}
