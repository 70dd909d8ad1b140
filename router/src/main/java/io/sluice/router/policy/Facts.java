package io.sluice.router.policy;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.RequestHead;
import io.sluice.router.policy.jwt.Claims;
import io.sluice.router.policy.jwt.TokenCache;
import org.jspecify.annotations.Nullable;

/**
 * What policies may ask of a request, as it stands where they are asked. One a loop, filled anew for each request that meets
 * a policy; addresses are read only if a policy asks for them. Confined to its event loop.
 */
public final class Facts {
    private static final byte[] NOBODY = {};

    private final int loop;
    private @Nullable RequestHead head;
    private byte[] source = NOBODY;
    private byte[] remote = NOBODY;
    private byte[] local = NOBODY;
    private int port;
    private Peer peer = Peer.NOBODY;
    private byte[] serverName = NOBODY;
    private @Nullable Claims claims;
    private final TokenCache tokens = new TokenCache();
    private byte @Nullable [] sourceAddress;
    private byte @Nullable [] remoteAddress;
    private byte @Nullable [] localAddress;

    /** @param loop its index; what nobody counts has any */
    public Facts(int loop) {
        this.loop = loop;
    }

    /**
     * Another request. Addresses are texts, shared and never written to.
     *
     * @param source the peer of the connection
     * @param remote the client, as proxies that are believed say
     * @param local where it arrived, with {@code port}
     */
    public Facts of(RequestHead head, byte[] source, byte[] remote, byte[] local, int port) {
        this.head = head;
        this.source = source;
        this.remote = remote;
        this.local = local;
        this.port = port;
        peer = Peer.NOBODY;
        serverName = NOBODY;
        sourceAddress = null;
        remoteAddress = null;
        localAddress = null;
        claims = null;
        return this;
    }

    /**
     * The same, of somebody.
     *
     * @param name that was asked for in the handshake; empty = none. Shared: never written to
     */
    public Facts from(Peer who, byte[] name) {
        peer = who;
        serverName = name;
        return this;
    }

    /** Keeps nothing of a request that is over. */
    public void clear() {
        head = null;
        claims = null;
    }

    /** What its verified token says; null = it has none. */
    public @Nullable Claims claims() {
        return claims;
    }

    void claims(@Nullable Claims found) {
        claims = found;
    }

    TokenCache tokens() {
        return tokens;
    }

    RequestHead head() {
        RequestHead asked = head;
        if (asked == null) {
            throw new IllegalStateException("no request is asked about");
        }
        return asked;
    }

    int port() {
        return port;
    }

    Peer peer() {
        return peer;
    }

    byte[] serverName() {
        return serverName;
    }

    /** Where what is on trial is counted. */
    int loop() {
        return loop;
    }

    byte[] source() {
        if (sourceAddress == null) {
            sourceAddress = address(source);
        }
        return sourceAddress;
    }

    byte[] remote() {
        if (remoteAddress == null) {
            remoteAddress = address(remote);
        }
        return remoteAddress;
    }

    byte[] local() {
        if (localAddress == null) {
            localAddress = address(local);
        }
        return localAddress;
    }

    /** Empty if the text is no address: then it is in no range. */
    private static byte[] address(byte[] text) {
        byte[] address = AddressRange.parse(Ascii.text(text, 0, text.length));
        return address == null ? NOBODY : address;
    }
}
