package io.sluice.table.cluster;

/** How the router speaks to a cluster's endpoints. */
public enum UpstreamProtocol {
    HTTP1,
    /** With prior knowledge. */
    HTTP2,
    /** As the client spoke ({@code useClientProtocol}). */
    AS_CLIENT
}
