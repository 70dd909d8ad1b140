package io.sluice.table.cluster;

/** How an endpoint's address becomes one that can be connected to. */
public enum Discovery {
    /** Addresses are published as they are. */
    PUBLISHED,
    /** Addresses may be names: each address that a name stands for is an endpoint. */
    DNS,
    /** Addresses may be names: a name is one endpoint, whose new connections go to the first address it stands for. */
    DNS_FIRST
}
