package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.watcher.Applied;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.write.Api.Answer;
import io.sluice.watcher.write.Api.Method;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells objects' owners by Events (events.k8s.io/v1), no more than the API server can bear: some at once, then one in two seconds, and of one
 * object one a minute. An Event of a problem is named by what it says, so that it stands there once, whoever leads and however often it is
 * told; the API server forgets it after an hour. Confined to its thread.
 */
final class EventWriter {
    static final int AT_ONCE = 25;
    static final Duration EVERY = Duration.ofSeconds(2);
    static final int AT_ONCE_OF_ONE = 5;
    static final Duration EVERY_OF_ONE = Duration.ofMinutes(1);

    private static final int MOST_WAITING = 1000;
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Api api;
    private final String instance;
    private final Supplier<Instant> now;
    private final Remarks remarks = new Remarks();
    private final TokenBucket all;
    private final Map<ObjectId, TokenBucket> each = new HashMap<>();

    /** What is still to be said, in order. */
    private final Set<Remark> waiting = new LinkedHashSet<>();

    /** What holds and has been said. */
    private final Set<Remark> told = new HashSet<>();

    /** @param instance this replica's name */
    EventWriter(Api api, String instance, Supplier<Instant> now, long nowNanos) {
        this.api = api;
        this.instance = instance;
        this.now = now;
        all = new TokenBucket(AT_ONCE, EVERY, nowNanos);
    }

    void applied(Applied applied) {
        Set<Remark> current = new LinkedHashSet<>(remarks.of(applied));
        told.retainAll(current);
        waiting.removeIf(remark -> remark.lasting() && !current.contains(remark));
        for (Remark remark : current) {
            if (!told.contains(remark) && waiting.size() < MOST_WAITING) {
                waiting.add(remark);
            }
        }
    }

    boolean idle() {
        return waiting.isEmpty();
    }

    /** Says what may be said by now. What has merely happened is not worth waiting with. */
    void write(long nowNanos) throws IOException {
        each.values().removeIf(bucket -> bucket.full(nowNanos));
        for (Remark remark : new ArrayList<>(waiting)) {
            TokenBucket own = each.computeIfAbsent(
                    remark.regarding(), absent -> new TokenBucket(AT_ONCE_OF_ONE, EVERY_OF_ONE, nowNanos));
            if (own.hasOne(nowNanos) && all.hasOne(nowNanos)) {
                own.take();
                all.take();
                say(remark, nowNanos);
                waiting.remove(remark);
                if (remark.lasting()) {
                    told.add(remark);
                }
            } else if (!remark.lasting()) {
                waiting.remove(remark);
            }
        }
    }

    private void say(Remark remark, long nowNanos) throws IOException {
        JsonNode object = regarded(remark.regarding());
        if (object == null) {
            return;
        }
        String namespace = remark.regarding().namespace();
        Answer answer = api.ask(Method.POST, Paths.events(namespace), event(remark, object, nowNanos));
        if (!answer.success() && !answer.conflict()) {
            throw new IOException(answer.said());
        }
    }

    /** As it stands in the cluster: {@code kubectl describe} finds Events by its UID. Null if it is not there, or not ours to read. */
    private @Nullable JsonNode regarded(ObjectId id) throws IOException {
        for (String path : Paths.of(id)) {
            Answer answer = api.ask(Method.GET, path, null);
            if (answer.success()) {
                ObjectNode named = answer.body().deepCopy();
                return named.put("apiVersion", Paths.apiVersion(path)).put("kind", id.kind());
            }
        }
        return null;
    }

    private ObjectNode event(Remark remark, JsonNode object, long nowNanos) {
        ObjectId id = remark.regarding();
        String said = Integer.toHexString(remark.reason().hashCode())
                + Integer.toHexString(remark.note().hashCode());
        String suffix = remark.lasting() ? said : Long.toHexString(nowNanos);
        String name = id.name().substring(0, Math.min(id.name().length(), 200));
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("apiVersion", "events.k8s.io/v1").put("kind", "Event");
        event.putObject("metadata")
                .put("name", name + "." + id.kind().toLowerCase(Locale.ROOT) + "." + suffix)
                .put("namespace", id.namespace());
        event.put("eventTime", MICROS.format(now.get()))
                .put("reportingController", "sluice.io/router")
                .put("reportingInstance", instance)
                .put("action", "Routing")
                .put("type", remark.warning() ? "Warning" : "Normal")
                .put("reason", remark.reason())
                .put("note", remark.note());
        event.putObject("regarding")
                .put("apiVersion", object.path("apiVersion").asText())
                .put("kind", id.kind())
                .put("namespace", id.namespace())
                .put("name", id.name())
                .put("uid", object.path("metadata").path("uid").asText());
        return event;
    }
}
