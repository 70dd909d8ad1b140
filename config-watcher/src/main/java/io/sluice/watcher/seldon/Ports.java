package io.sluice.watcher.seldon;

/** Port numbers of one Service; 0 = no such port. */
record Ports(int http, int grpc) {
    static final Ports NONE = new Ports(0, 0);
}
