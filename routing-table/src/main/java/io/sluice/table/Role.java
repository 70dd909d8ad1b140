package io.sluice.table;

/** For whom a listener is open: it decides which headers a client may set and how hosts are named. */
public enum Role {
    /** The edge: a port of a named Gateway. Clients are strangers; their {@code x-envoy-*} control headers are removed. */
    GATEWAY,
    /** In-cluster names ({@code x}, {@code x.ns}, …). Clients are workloads; forwarded headers are kept. */
    MESH
}
