package io.sluice.benchmarks.peer;

/** Where everything listens, on 127.0.0.1. Fixed, because the manifests name three of them. */
public final class Ports {
    /** The model's main predictor and its canary: as in the EndpointSlices of {@code manifests/}. */
    public static final int MAIN = 19101;

    public static final int CANARY = 19102;

    static final int HAPROXY = 19111;
    static final int HAPROXY_TCP = 19112;
    static final int NGINX = 19113;
    static final int ENVOY = 19114;
    static final int NETTY = 19115;
    /** As in the Gateway of {@code manifests/}. */
    static final int SLUICE = 19116;

    static final int SLUICE_ADMIN = 19117;

    /** Two Envoys in a row: the client's, and behind it one before each model. */
    static final int SIDECARS = 19118;

    static final int SIDECAR_MAIN = 19119;
    static final int SIDECAR_CANARY = 19120;

    static final int SPRING_CLOUD_GATEWAY = 19121;
    static final int HAPROXY_128K = 19122;

    /** The same router that writes no access log, and one that writes all of it. */
    static final int UNLOGGED = 19123;

    static final int UNLOGGED_ADMIN = 19124;
    static final int LOGGED = 19125;
    static final int LOGGED_ADMIN = 19126;

    private static final int TO_METRICS = 20;

    private Ports() {}

    /** Where a proxy that listens on a port shows its metrics, unless it has a port of its own for them. */
    static int metrics(int port) {
        return port + TO_METRICS;
    }
}
