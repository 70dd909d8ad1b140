package io.sluice.router.upstream;

import io.sluice.router.http.h1.ClientConnections;
import io.sluice.router.http.h2.Http2ClientConnections;
import io.sluice.router.loop.Loop;

/** An event loop that opens connections. */
public record OpeningLoop(Loop loop, ClientConnections http1, Http2ClientConnections http2) {}
