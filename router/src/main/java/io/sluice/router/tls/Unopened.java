package io.sluice.router.tls;

import io.netty.channel.ChannelHandler;
import io.sluice.router.loop.Loop;

/** Where connections go whose handshakes end elsewhere (Gateway {@code tls.mode: PASSTHROUGH}). <em>Shared</em> by the event loops. */
public interface Unopened {
    /** Takes a connection over, whose first bytes, the client's hello, are handed to it unread. */
    ChannelHandler take(Loop loop, String serverName);
}
