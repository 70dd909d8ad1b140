package io.sluice.router.telemetry.traffic;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint.Workload;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The series of {@code istio_*}. <em>Shared</em>: destinations come and go with what is published, under this object's lock, which a
 * scrape takes too; event loops hold what they count into and never ask here.
 */
public final class TrafficMeters implements MultiCollector {
    /** Of tallies, of all event loops. */
    static final int MOST_SERIES = 20_000;

    /** Callers beyond these are unknown: each takes a place in every destination that it calls. */
    private static final int MOST_SOURCES = 4096;

    /** How long series stay whose destination has gone: a rate over the last minutes still ends well. */
    static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(15);

    private final int loops;
    private final SeriesLimit limit;
    private final LongSupplier clock;
    private final Tally[] exchangesBeyond;
    private final Tally[] attemptsBeyond;
    private final Map<Destination, Target> targets = new LinkedHashMap<>();
    private final Map<Party, Source> sources = new HashMap<>();
    private final List<Source> byIndex = new ArrayList<>();
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
        sources.put(Party.UNKNOWN, Source.UNKNOWN);
        byIndex.add(Source.UNKNOWN);
        seldon = new SeldonMeters(loops, limit, clock);
        unrouted = use(Destination.UNKNOWN);
    }

    static Tally[] tallies(int loops, int cells) {
        Tally[] tallies = new Tally[loops];
        for (int i = 0; i < loops; i++) {
            tallies[i] = new Tally(Kind.http(0), "", cells);
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

    /** What an endpoint counts into; to be matched by {@link #endpointGone}. */
    public synchronized Target endpoint(Cluster cluster, Workload workload) {
        Target target = use(Destination.of(cluster, Party.of(workload)));
        target.endpoints++;
        return target;
    }

    public synchronized void endpointGone(Target target) {
        target.endpoints--;
        leave(target);
    }

    /** What a cluster counts into when no endpoint was reached; to be matched by {@link #clusterGone}. */
    public synchronized Target cluster(Cluster cluster) {
        return use(Destination.of(cluster, Party.UNKNOWN));
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

    /** A caller; the same one for workloads with the same labels. */
    public synchronized Source source(Workload workload) {
        Party party = Party.of(workload);
        Source known = sources.get(party);
        if (known != null || byIndex.size() >= MOST_SOURCES) {
            return known == null ? Source.UNKNOWN : known;
        }
        Source added = new Source(byIndex.size(), party);
        sources.put(party, added);
        byIndex.add(added);
        return added;
    }

    /** How often something was counted as overflow for the first time, for want of a series. */
    public double refused() {
        return limit.refused();
    }

    // --- scrape ---

    @Override
    public synchronized MetricSnapshots collect() {
        forget();
        IstioSnapshot snapshot = new IstioSnapshot(byIndex);
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
