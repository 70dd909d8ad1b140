package io.sluice.router.upstream;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The connections of one event loop to one endpoint, apart by the name that their handshakes asked for: a certificate that is good
 * for one host says nothing of another. Of many names the last used are kept; connections of others end when they have been idle
 * for long enough. Confined to its event loop.
 */
final class NamedPools {
    private static final int MOST = 64;

    private final UpstreamEndpoint endpoint;
    private final UpstreamCluster cluster;
    private final OpeningLoop loop;
    private final Map<String, Pools> byName = new LinkedHashMap<>(4, 0.75f, true);

    private record Pools(EndpointPool http1, Http2Pool http2) {}

    NamedPools(UpstreamEndpoint endpoint, UpstreamCluster cluster, OpeningLoop loop) {
        this.endpoint = endpoint;
        this.cluster = cluster;
        this.loop = loop;
    }

    StreamPool pool(RequestHead head, boolean http2) {
        String name = name(head);
        Pools pools = byName.get(name);
        if (pools == null) {
            makeRoom();
            pools = new Pools(
                    new EndpointPool(endpoint, cluster, loop, name), new Http2Pool(endpoint, cluster, loop, name));
            byName.put(name, pools);
        }
        return http2 ? pools.http2() : pools.http1();
    }

    private void makeRoom() {
        if (byName.size() == MOST) {
            Iterator<Pools> eldest = byName.values().iterator();
            Pools leaving = eldest.next();
            eldest.remove();
            close(leaving);
        }
    }

    /** Without port; an IPv6 address without brackets. */
    private static String name(RequestHead head) {
        String host = Ascii.text(head.bytes(), head.hostStart(), head.hostEnd());
        int bracket = host.indexOf(']');
        int colon = host.lastIndexOf(':');
        String name = bracket > 0 ? host.substring(1, bracket) : colon < 0 ? host : host.substring(0, colon);
        return name.toLowerCase(Locale.ROOT);
    }

    boolean giveUpIdle() {
        for (Pools pools : byName.values()) {
            if (pools.http1().giveUpIdle()) {
                return true;
            }
        }
        return false;
    }

    void close() {
        byName.values().forEach(NamedPools::close);
    }

    private static void close(Pools pools) {
        pools.http1().closeIdle();
        pools.http2().close();
    }
}
