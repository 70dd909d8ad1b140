package io.sluice.router.telemetry.traffic;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * The series of {@code istio_*}. <em>Shared</em>: destinations come and go with what is published, under this object's lock, which a
 * scrape takes too; event loops hold what they count into, and ask for nothing but who a new connection's certificate names.
 */
public final class TrafficMeters implements MultiCollector {
    /** Of tallies, of all event loops. */
    static final int MOST_SERIES = 20_000;

    /** Callers beyond these are unknown: each takes a place in every destination that it calls. */
    static final int MOST_SOURCES = 4096;

    /** How long series stay whose destination has gone: a rate over the last minutes still ends well. */
    static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(15);

    private final int loops;
    private final SeriesLimit limit;
    private final LongSupplier clock;
    private final Tally[] exchangesBeyond;
    private final Tally[] attemptsBeyond;
    private final Map<Destination, Target> targets = new LinkedHashMap<>();
    private final Map<Caller, Source> sources = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<Source> byIndex = new AtomicReferenceArray<>(MOST_SOURCES);
    private final AtomicInteger indexes = new AtomicInteger(1);
    private final Target unrouted;
    private final SeldonMeters seldon;

    public TrafficMeters(int loops) {
        this(loops, MOST_SERIES, System::nanoTime);
    }

    TrafficMeters(int loops, int most, LongSupplier clock) {
        this.loops = loops;
        this.clock = clock;
        limit = new SeriesLimit(most);
        exchangesBeyond = tallies(loops, Reported.CELLS);
        attemptsBeyond = tallies(loops, Reported.CELLS);
        sources.put(new Caller(Party.UNKNOWN, Party.NOT_KNOWN), Source.UNKNOWN);
        byIndex.set(0, Source.UNKNOWN);
        seldon = new SeldonMeters(loops, limit, clock);
        unrouted = use(Destination.UNKNOWN);
    }

    static Tally[] tallies(int loops, int cells) {
        Tally[] tallies = new Tally[loops];
        for (int i = 0; i < loops; i++) {
            tallies[i] = new Tally(Kind.http(0), "", "", cells);
        }
        return tallies;
    }

    /** The same requests by Seldon's names. */
    public SeldonMeters seldon() {
        return seldon;
    }

    /** Of requests that reached no destination. */
    public Target unrouted() {
        return unrouted;
    }

    /**
     * What an endpoint counts into; to be matched by {@link #endpointGone}.
     *
     * @param mutualTls whether it and the router show each other who they are
     */
    public synchronized Target endpoint(Cluster cluster, Workload workload, boolean mutualTls) {
        Target target = use(Destination.of(cluster, Party.of(workload), mutualTls));
        target.endpoints++;
        return target;
    }

    public synchronized void endpointGone(Target target) {
        target.endpoints--;
        leave(target);
    }

    /** What a cluster counts into when no endpoint was reached; to be matched by {@link #clusterGone}. */
    public synchronized Target cluster(Cluster cluster) {
        return use(Destination.of(cluster, Party.UNKNOWN, false));
    }

    public synchronized void clusterGone(Target target) {
        leave(target);
    }

    private Target use(Destination destination) {
        Target target = targets.computeIfAbsent(
                destination,
                absent -> new Target(
                        absent,
                        new Reported(loops, limit, exchangesBeyond),
                        new Reported(loops, limit, attemptsBeyond)));
        target.uses++;
        return target;
    }

    private void leave(Target target) {
        target.uses--;
        target.unusedSinceNanos = clock.getAsLong();
    }

    private record Caller(Party party, String principal) {}

    /** A caller; the same one for workloads with the same labels. */
    Source source(Workload workload) {
        return source(Party.of(workload), Party.NOT_KNOWN);
    }

    /**
     * The same caller, with the name in its certificate. Not under this object's lock: an event loop asks, once a connection. Names
     * take at most half of the places, for there may be as many as an authority likes; then callers are told without theirs.
     */
    Source certified(Source source, String principal) {
        return source(source.party(), principal);
    }

    private Source source(Party party, String principal) {
        Caller caller = new Caller(party, principal);
        Source known = sources.get(caller);
        return known == null ? added(caller) : known;
    }

    private Source added(Caller caller) {
        boolean certified = !caller.principal().equals(Party.NOT_KNOWN);
        int most = certified ? MOST_SOURCES / 2 : MOST_SOURCES;
        int index = indexes.getAndUpdate(next -> next < most ? next + 1 : next);
        if (index >= most) {
            return certified ? source(caller.party(), Party.NOT_KNOWN) : Source.UNKNOWN;
        }
        Source added = new Source(index, caller.party(), caller.principal());
        byIndex.set(index, added);
        Source other = sources.putIfAbsent(caller, added);
        return other == null ? added : other;
    }

    /** How often something was counted as overflow for the first time, for want of a series. */
    public double refused() {
        return limit.refused();
    }

    // --- scrape ---

    @Override
    public synchronized MetricSnapshots collect() {
        forget();
        IstioSnapshot snapshot = new IstioSnapshot(byIndex::get);
        targets.values().forEach(target -> {
            snapshot.add(Reporter.SOURCE, target, target.exchanges);
            snapshot.add(Reporter.DESTINATION, target, target.attempts);
        });
        snapshot.addOverflow(Reporter.SOURCE, exchangesBeyond);
        snapshot.addOverflow(Reporter.DESTINATION, attemptsBeyond);
        return snapshot.build();
    }

    private void forget() {
        long now = clock.getAsLong();
        for (Iterator<Target> all = targets.values().iterator(); all.hasNext(); ) {
            Target target = all.next();
            if (target.uses == 0 && now - target.unusedSinceNanos > KEPT_NANOS) {
                limit.giveBack(target.exchanges.size() + target.attempts.size());
                all.remove();
            }
        }
    }
}
