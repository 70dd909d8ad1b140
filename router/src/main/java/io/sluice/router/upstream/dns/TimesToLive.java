package io.sluice.router.upstream.dns;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.resolver.dns.DnsCache;
import io.netty.resolver.dns.DnsCacheEntry;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache that never answers, and so hears how long each address may be believed: the resolver tells nobody else. Confined to
 * the resolver's loop.
 */
final class TimesToLive implements DnsCache {
    private final Map<InetAddress, Long> secondsByAddress = new HashMap<>();

    private record Uncached(
            @Nullable InetAddress address, @Nullable Throwable cause) implements DnsCacheEntry {}

    /** The least of the addresses; 0 if nothing is known. */
    long secondsOf(List<InetAddress> addresses) {
        return addresses.stream()
                .mapToLong(address -> secondsByAddress.getOrDefault(address, 0L))
                .min()
                .orElse(0);
    }

    @Override
    public void clear() {
        secondsByAddress.clear();
    }

    @Override
    public boolean clear(String hostname) {
        return false;
    }

    @Override
    public @Nullable List<? extends DnsCacheEntry> get(String hostname, DnsRecord[] additionals) {
        return null;
    }

    @Override
    public DnsCacheEntry cache(
            String hostname, DnsRecord[] additionals, InetAddress address, long originalTtl, EventLoop loop) {
        secondsByAddress.put(address, originalTtl);
        return new Uncached(address, null);
    }

    @Override
    public DnsCacheEntry cache(String hostname, DnsRecord[] additionals, Throwable cause, EventLoop loop) {
        return new Uncached(null, cause);
    }
}
