package io.sluice.watcher.admission;

import io.sluice.table.cluster.LoadBalancing;
import io.sluice.table.cluster.LoadBalancing.HashTable;
import io.sluice.table.cluster.LoadBalancing.Warmup;
import io.sluice.table.policy.HashKey;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule.LoadBalancer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code loadBalancer} (istio.md §2.2). */
final class LoadBalancerReader {
    private static final int MAGLEV_BOUND = 5_000_011;

    private LoadBalancerReader() {}

    /** @param ejects whether endpoints can become unhealthy, without which nothing fails over */
    static LoadBalancer read(Reader balancer, boolean ejects) {
        Warmup warmup = warmup(balancer);
        Hash hash = balancer.object("consistentHash", LoadBalancerReader::hash);
        if (hash != null && balancer.has("simple")) {
            throw balancer.invalid("consistentHash", "stands beside simple; only one of them can be set");
        }
        LoadBalancing algorithm =
                hash == null ? simple(balancer, warmup) : new LoadBalancing.ConsistentHash(hash.table());
        if (warmup != null
                && !(algorithm instanceof LoadBalancing.LeastRequest)
                && !(algorithm instanceof LoadBalancing.RoundRobin)) {
            balancer.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    balancer.has("warmup") ? "warmup" : "warmupDurationSecs",
                    "only LEAST_REQUEST and ROUND_ROBIN warm endpoints up; a new one gets its full share at once");
        }
        return new LoadBalancer(
                algorithm,
                hash == null ? List.of() : List.of(hash.key()),
                balancer.object("localityLbSetting", setting -> LocalityReader.read(setting, ejects)));
    }

    private static LoadBalancing simple(Reader balancer, @Nullable Warmup warmup) {
        String simple = balancer.text("simple", "UNSPECIFIED");
        return switch (simple) {
            case "ROUND_ROBIN" -> new LoadBalancing.RoundRobin(warmup);
            case "RANDOM" -> new LoadBalancing.Random();
            case "LEAST_REQUEST", "LEAST_CONN", "UNSPECIFIED" -> new LoadBalancing.LeastRequest(warmup);
            case "PASSTHROUGH" -> {
                balancer.problem(
                        Severity.WARNING,
                        Code.NOT_SUPPORTED,
                        "simple",
                        "PASSTHROUGH would let a client choose the address; LEAST_REQUEST is used");
                yield new LoadBalancing.LeastRequest(warmup);
            }
            default -> throw balancer.invalid("simple", "\"" + simple + "\" is no load balancer");
        };
    }

    private static @Nullable Warmup warmup(Reader balancer) {
        Warmup warmup = balancer.object("warmup", LoadBalancerReader::warmupBlock);
        Duration old = balancer.duration("warmupDurationSecs");
        return warmup != null || old == null
                ? warmup
                : new Warmup(atLeastOneMilli(balancer, "warmupDurationSecs", old), 10, 1);
    }

    private static Warmup warmupBlock(Reader warmup) {
        Duration duration = warmup.duration("duration");
        if (duration == null) {
            throw warmup.refused("duration", "duration is required");
        }
        Double minimum = warmup.decimal("minimumPercent");
        Double aggression = warmup.decimal("aggression");
        if (minimum != null && (minimum < 0 || minimum > 100)) {
            throw warmup.refused("minimumPercent", "minimumPercent value should be less than or equal to 100");
        }
        if (aggression != null && aggression < 1) {
            throw warmup.refused("aggression", "aggression should be greater than or equal to 1");
        }
        return new Warmup(
                atLeastOneMilli(warmup, "duration", duration),
                minimum == null ? 10 : minimum,
                aggression == null ? 1 : aggression);
    }

    private static Duration atLeastOneMilli(Reader reader, String field, Duration duration) {
        if (duration.toMillis() < 1) {
            throw reader.refused(field, "duration must be greater than 1ms");
        }
        return duration;
    }

    private record Hash(HashKey key, HashTable table) {}

    private static Hash hash(Reader hash) {
        return new Hash(key(hash), table(hash));
    }

    private static HashKey key(Reader hash) {
        String header = hash.text("httpHeaderName");
        HashKey cookie = hash.object("httpCookie", LoadBalancerReader::cookie);
        Boolean source = hash.bool("useSourceIp");
        String parameter = hash.text("httpQueryParameterName");
        int given = (header == null ? 0 : 1)
                + (cookie == null ? 0 : 1)
                + (source == null ? 0 : 1)
                + (parameter == null ? 0 : 1);
        if (given > 1) {
            throw hash.invalid(
                    "",
                    "several keys are given; one of httpHeaderName, httpCookie, useSourceIp and"
                            + " httpQueryParameterName can be set");
        }
        if (header != null) {
            return new HashKey.Header(header.toLowerCase(Locale.ROOT));
        }
        if (parameter != null) {
            return new HashKey.QueryParameter(parameter);
        }
        if (cookie == null && !Boolean.TRUE.equals(source)) {
            hash.problem(
                    Severity.WARNING,
                    Code.NOT_SUPPORTED,
                    "",
                    "names no key: requests are spread as if each had its own");
        }
        // A header of no name is never there: no key, so each request draws its own.
        return cookie != null
                ? cookie
                : Boolean.TRUE.equals(source) ? new HashKey.SourceAddress() : new HashKey.Header("");
    }

    private static HashKey cookie(Reader cookie) {
        String name = cookie.text("name", "");
        if (name.isEmpty()) {
            throw cookie.refused("name", "name required for HttpCookie");
        }
        return new HashKey.Cookie(
                name,
                cookie.text("path", ""),
                cookie.duration("ttl"),
                cookie.objects(
                        "attributes",
                        attribute ->
                                new HashKey.Attribute(attribute.requiredText("name"), attribute.text("value", ""))));
    }

    private static HashTable table(Reader hash) {
        Integer deprecated = hash.integer("minimumRingSize");
        Integer ring = hash.object("ringHash", block -> block.integer("minimumRingSize", 0));
        Integer maglev = hash.object("maglev", LoadBalancerReader::maglev);
        if (deprecated != null && deprecated != 0 && (ring != null || maglev != null)) {
            throw hash.refused("minimumRingSize", "only one of MinimumRingSize or Maglev/Ringhash can be specified");
        }
        if (ring != null && maglev != null) {
            throw hash.invalid("maglev", "stands beside ringHash; only one of them can be set");
        }
        if (maglev != null) {
            return new HashTable.Maglev(maglev);
        }
        if (deprecated != null && deprecated != 0) {
            hash.problem(
                    Severity.WARNING,
                    Code.DEPRECATED_FIELD,
                    "minimumRingSize",
                    "consistent hash minimumRingSize is deprecated, use ringHash.minimumRingSize instead");
        }
        int size = ring != null ? ring : deprecated == null ? 0 : deprecated;
        if (size < 0) {
            throw hash.invalid("minimumRingSize", "is negative");
        }
        return size == 0 ? HashTable.Ring.DEFAULT : new HashTable.Ring(size);
    }

    private static Integer maglev(Reader maglev) {
        Integer size = maglev.integer("tableSize");
        if (size == null) {
            return HashTable.Maglev.DEFAULT_SIZE;
        }
        if (size == 0) {
            throw maglev.refused("tableSize", "tableSize must be set for maglev");
        }
        if (size >= MAGLEV_BOUND) {
            throw maglev.refused("tableSize", "tableSize must be less than 5000011 for maglev");
        }
        if (!prime(size)) {
            throw maglev.refused("tableSize", "tableSize must be a prime number for maglev");
        }
        return size;
    }

    private static boolean prime(int number) {
        if (number < 4) {
            return number > 1;
        }
        boolean divided = number % 2 == 0;
        for (int factor = 3; !divided && factor * factor <= number; factor += 2) {
            divided = number % factor == 0;
        }
        return !divided;
    }
}
