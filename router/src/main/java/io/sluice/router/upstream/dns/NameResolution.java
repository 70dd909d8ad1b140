package io.sluice.router.upstream.dns;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.sluice.router.upstream.Names;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows names by DNS. <em>Shared</em>: what is known is a concurrent map; the resolver, its channel and its timers are
 * confined to a loop of their own, where no request is served.
 */
public final class NameResolution implements Names {
    private static final Logger LOG = LoggerFactory.getLogger(NameResolution.class);

    private static final long PATIENCE_MILLIS = 2_000;
    private static final long QUERY_TIMEOUT_MILLIS = 5_000;

    /** After a failure, and where an answer names no time; Envoy's {@code dns_refresh_rate}. */
    private static final long RETRY_SECONDS = 5;

    private final List<InetSocketAddress> servers;
    private final AddressRule rule;
    private final Map<String, Followed> followed = new ConcurrentHashMap<>();
    private volatile Runnable changed = () -> {};
    private @Nullable MultiThreadIoEventLoopGroup group;
    private @Nullable Resolver resolver;

    /** @param loop where the resolver lives */
    private record Resolver(EventLoop loop, DnsNameResolver names, TimesToLive times) {}

    /** A name while it is wanted. */
    private static final class Followed {
        private final CountDownLatch answered = new CountDownLatch(1);
        private volatile List<String> addresses = List.of();

        /** The resolver's alone. */
        private List<String> refused = List.of();
    }

    /**
     * @param servers who is asked; empty = those of the system
     * @param rule what is left out of their answers
     */
    public NameResolution(List<InetSocketAddress> servers, AddressRule rule) {
        this.servers = List.copyOf(servers);
        this.rule = rule;
    }

    @Override
    public void follow(Set<String> names, Runnable changed) {
        this.changed = changed;
        followed.keySet().retainAll(names);
        List<Followed> begun = new ArrayList<>();
        for (String name : names) {
            Followed fresh = new Followed();
            if (followed.putIfAbsent(name, fresh) == null) {
                begun.add(fresh);
                Resolver started = started();
                started.loop().execute(() -> ask(started, name, fresh));
            }
        }
        await(begun);
    }

    @Override
    public List<String> addresses(String name) {
        Followed known = followed.get(name);
        return known == null ? List.of(name) : known.addresses;
    }

    private static void await(List<Followed> begun) {
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try {
            for (Followed fresh : begun) {
                long leftNanos = deadlineNanos - System.nanoTime();
                if (!fresh.answered.await(leftNanos, TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Resolver started() {
        Resolver running = resolver;
        if (running != null) {
            return running;
        }
        MultiThreadIoEventLoopGroup own = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("names", true), EpollIoHandler.newFactory());
        TimesToLive times = new TimesToLive();
        EventLoop loop = own.next();
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(loop)
                .datagramChannelType(EpollDatagramChannel.class)
                .socketChannelType(EpollSocketChannel.class)
                .resolveCache(times)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .queryTimeoutMillis(QUERY_TIMEOUT_MILLIS)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED);
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
        }
        Resolver fresh = new Resolver(loop, builder.build(), times);
        group = own;
        resolver = fresh;
        return fresh;
    }

    // --- on the resolver's loop ---

    private void ask(Resolver by, String name, Followed of) {
        if (followed.get(name) != of) {
            return;
        }
        by.names().resolveAll(name).addListener((Future<List<InetAddress>> answer) -> answered(by, name, of, answer));
    }

    private void answered(Resolver by, String name, Followed of, Future<List<InetAddress>> answer) {
        long seconds = 0;
        if (answer.isSuccess()) {
            List<String> addresses = ofOneFamily(allowed(name, of, answer.getNow()));
            seconds = by.times().secondsOf(answer.getNow());
            if (!addresses.equals(of.addresses)) {
                of.addresses = addresses;
                changed.run();
            }
        } else {
            // What was known stays: a name server that is down must not take models with it.
            LOG.warn("name {} cannot be resolved: {}", name, answer.cause().getMessage());
        }
        of.answered.countDown();
        if (!by.loop().isShuttingDown()) {
            by.loop().schedule(() -> ask(by, name, of), seconds == 0 ? RETRY_SECONDS : seconds, TimeUnit.SECONDS);
        }
    }

    /** Told of once, however often the same is answered. */
    private List<InetAddress> allowed(String name, Followed of, List<InetAddress> addresses) {
        List<InetAddress> allowed = addresses.stream().filter(rule::allows).toList();
        List<String> refused = addresses.stream()
                .filter(address -> !rule.allows(address))
                .map(InetAddress::getHostAddress)
                .sorted()
                .toList();
        if (!refused.equals(of.refused) && !refused.isEmpty()) {
            LOG.warn("name {} stands for {}, where no request is led from here", name, refused);
        }
        of.refused = refused;
        return allowed;
    }

    /** IPv4 if there is any, as Istio asks for; in one order, whatever the server's. */
    private static List<String> ofOneFamily(List<InetAddress> addresses) {
        boolean ipv4 = addresses.stream().anyMatch(Inet4Address.class::isInstance);
        return addresses.stream()
                .filter(address -> address instanceof Inet4Address == ipv4)
                .map(InetAddress::getHostAddress)
                .distinct()
                .sorted()
                .toList();
    }

    @Override
    public synchronized void close() {
        followed.clear();
        if (resolver != null) {
            resolver.names().close();
        }
        if (group != null) {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
