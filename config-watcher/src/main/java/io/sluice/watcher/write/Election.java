package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.write.Api.Answer;
import io.sluice.watcher.write.Api.Method;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which replica writes: who holds a Lease (coordination.k8s.io/v1) and renews it. Whoever sees that it has not been renewed for as long as it
 * lasts, by its own clock, takes it; times of others are never compared with ours. Two may believe to lead for a moment, when a clock
 * stood still: writes are bound to what was seen, so that does no harm.
 *
 * <p>{@link #round} is called by one thread, {@link #leads} by any.
 */
final class Election {
    /** As client-go's: a leader that is killed is followed after at most LASTS and two rounds. */
    static final Duration LASTS = Duration.ofSeconds(15);

    /** A leader that could not renew for so long stops to lead, before another can begin. */
    static final Duration RENEWED_WITHIN = Duration.ofSeconds(10);

    static final Duration ROUND = Duration.ofSeconds(2);

    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Api api;
    private final String namespace;
    private final String name;
    private final String identity;
    private final LongSupplier nanos;
    private final Supplier<Instant> now;

    private @Nullable String seen;
    private long seenNanos;
    private volatile boolean holds;
    private volatile long renewedNanos;

    /** @param identity of this replica, and of no other: its pod's name */
    Election(Api api, String namespace, String name, String identity, LongSupplier nanos, Supplier<Instant> now) {
        this.api = api;
        this.namespace = namespace;
        this.name = name;
        this.identity = identity;
        this.nanos = nanos;
        this.now = now;
    }

    boolean leads() {
        return holds && nanos.getAsLong() - renewedNanos < RENEWED_WITHIN.toNanos();
    }

    /**
     * Takes the Lease or renews it, if it may.
     *
     * @throws IOException if the API server does not say
     */
    void round() throws IOException {
        long asked = nanos.getAsLong();
        Answer answer = api.ask(Method.GET, path(), null);
        if (answer.absent()) {
            claimed(api.ask(Method.POST, Paths.leases(namespace), lease(null)), asked);
            return;
        }
        if (!answer.success()) {
            throw new IOException(answer.said());
        }
        JsonNode lease = answer.body();
        if (mayTake(lease, asked)) {
            claimed(api.ask(Method.PUT, path(), lease(lease)), asked);
        } else {
            holds = false;
        }
    }

    private boolean mayTake(JsonNode lease, long asked) {
        String version = lease.path("metadata").path("resourceVersion").asText();
        if (!version.equals(seen)) {
            seen = version;
            seenNanos = asked;
        }
        String holder = holder(lease);
        long lasts = lease.path("spec").path("leaseDurationSeconds").asLong(LASTS.toSeconds());
        return holder.isEmpty()
                || holder.equals(identity)
                || asked - seenNanos >= Duration.ofSeconds(lasts).toNanos();
    }

    private void claimed(Answer answer, long asked) throws IOException {
        if (answer.success()) {
            renewedNanos = asked;
            holds = true;
        } else if (answer.conflict()) {
            holds = false; // somebody was quicker
        } else {
            throw new IOException(answer.said());
        }
    }

    /** Lets another begin at once. */
    void resign() throws IOException {
        if (!holds) {
            return;
        }
        holds = false;
        Answer answer = api.ask(Method.GET, path(), null);
        if (answer.success() && holder(answer.body()).equals(identity)) {
            ObjectNode lease = answer.body().deepCopy();
            lease.withObject("/spec").put("holderIdentity", "").put("leaseDurationSeconds", 1);
            api.ask(Method.PUT, path(), lease);
        }
    }

    private String path() {
        return Paths.leases(namespace) + "/" + name;
    }

    private static String holder(JsonNode lease) {
        return lease.path("spec").path("holderIdentity").asText("");
    }

    /** @param before null = there is none */
    private ObjectNode lease(@Nullable JsonNode before) {
        String time = MICROS.format(now.get());
        ObjectNode lease = before == null ? JsonNodeFactory.instance.objectNode() : before.deepCopy();
        lease.put("apiVersion", "coordination.k8s.io/v1").put("kind", "Lease");
        lease.withObject("/metadata").put("name", name).put("namespace", namespace);
        ObjectNode spec = lease.withObject("/spec");
        if (before == null || !holder(before).equals(identity)) {
            spec.put("acquireTime", time)
                    .put("leaseTransitions", spec.path("leaseTransitions").asInt(0) + (before == null ? 0 : 1));
        }
        spec.put("holderIdentity", identity)
                .put("leaseDurationSeconds", LASTS.toSeconds())
                .put("renewTime", time);
        return lease;
    }
}
