package io.sluice.router.policy.jwt;

import io.sluice.table.policy.JwtAuthentication;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that an issuer publishes: fetched at once, again every 20 minutes, sooner when a token names one that is not among
 * them, and after a failure with growing pauses; what was fetched last stays meanwhile. <em>Shared</em>: one virtual thread fetches,
 * event loops read the one volatile and wake it.
 */
final class RemoteKeys implements KeySource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");
    private static final String DISCOVERY = "/.well-known/openid-configuration";
    private static final long REFRESH_NANOS = Duration.ofMinutes(20).toNanos();
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

    /** Tokens that name keys which nobody has cause one fetch in this time, however many come. */
    private static final long LEAST_PAUSE_NANOS = Duration.ofSeconds(10).toNanos();

    /** After this many failures nobody waits for the first answer any longer. */
    private static final int PATIENCE = 3;

    private final long leastPauseNanos;
    private final String issuer;
    private final JwtAuthentication.Keys where;
    private final CountDownLatch first = new CountDownLatch(1);
    private volatile KeySet keys = KeySet.UNKNOWN;
    private volatile boolean wanted;
    private volatile boolean closed;
    private volatile @Nullable Thread fetcher;

    private RemoteKeys(String issuer, JwtAuthentication.Keys where, long leastPauseNanos) {
        this.leastPauseNanos = leastPauseNanos;
        this.issuer = issuer;
        this.where = where;
    }

    static RemoteKeys start(String issuer, JwtAuthentication.Keys where) {
        return start(issuer, where, LEAST_PAUSE_NANOS);
    }

    /** @param leastPauseNanos between two fetches, whatever tokens ask for */
    static RemoteKeys start(String issuer, JwtAuthentication.Keys where, long leastPauseNanos) {
        RemoteKeys started = new RemoteKeys(issuer, where, leastPauseNanos);
        started.fetcher = Thread.ofVirtual().name("keys of " + issuer).start(started::run);
        return started;
    }

    @Override
    public KeySet keys() {
        return keys;
    }

    @Override
    public void missed() {
        if (!wanted) {
            wanted = true;
            LockSupport.unpark(fetcher);
        }
    }

    void await(long nanos) {
        try {
            if (!first.await(Math.max(0, nanos), TimeUnit.NANOSECONDS)) {
                LOG.warn("the keys of {} are not there yet; its tokens are refused until they are", issuer);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        int failures = 0;
        while (!closed) {
            wanted = false;
            boolean fetched = fetch(failures == 0);
            failures = fetched ? 0 : failures + 1;
            if (fetched || failures == PATIENCE) {
                first.countDown();
            }
            if (fetched) {
                pause(REFRESH_NANOS, leastPauseNanos);
            } else {
                long pause = Math.min(LONGEST_PAUSE_NANOS, FIRST_PAUSE_NANOS << Math.min(failures - 1, 10));
                pause(pause, pause);
            }
        }
    }

    private void pause(long nanos, long least) {
        long startNanos = System.nanoTime();
        while (!closed) {
            long left = (wanted ? least : nanos) - (System.nanoTime() - startNanos);
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(this, left);
        }
    }

    /** What was answered is told to nobody: who sets the URI must not read through this router what he may not reach himself. */
    private boolean fetch(boolean telling) {
        try {
            KeySet fetched = switch (where) {
                case JwtAuthentication.Keys.Inline inline -> KeySet.parse(inline.jwks(), true);
                case JwtAuthentication.Keys.Remote remote -> fetch(remote.uri(), remote.timeout());
                case JwtAuthentication.Keys.Discovered discovered -> discover(discovered.timeout());
            };
            if (fetched != null) {
                keys = fetched;
                return true;
            }
            if (telling) {
                LOG.warn("the keys of {} could not be fetched: the answer is no set of keys", issuer);
            }
        } catch (IOException | IllegalArgumentException failed) {
            if (telling) {
                LOG.warn("the keys of {} could not be fetched: {}", issuer, failed.getMessage());
            }
        }
        return false;
    }

    private static @Nullable KeySet fetch(URI uri, Duration timeout) throws IOException {
        return KeySet.parse(KeyFetch.get(uri, timeout), false);
    }

    private @Nullable KeySet discover(Duration timeout) throws IOException {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        try {
            Object uri = Json.object(KeyFetch.get(URI.create(base + DISCOVERY), timeout))
                    .get("jwks_uri");
            return uri instanceof String text ? fetch(URI.create(text), timeout) : null;
        } catch (Json.Malformed malformed) {
            return null;
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(fetcher);
    }
}
