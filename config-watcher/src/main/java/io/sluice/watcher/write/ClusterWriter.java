package io.sluice.watcher.write;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.watcher.Applied;
import io.sluice.watcher.front.FrontPlan;
import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.Ownership;
import io.sluice.watcher.settings.FrontSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes into the cluster what follows from its manifests, while this replica leads. <em>Shared</em>: one thread renews the Lease, so that
 * nothing it waits for costs the lead; another writes; whoever applies manifests hands over what came of them.
 */
public final class ClusterWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How often it is looked whether something is due again. */
    private static final long TICK_MILLIS = 200;

    private static final long AFTER_FAILURE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Election election;
    private final FrontWriter fronts;
    private final EventWriter events;
    private final AdmittedSpecs specs;
    private final Agenda agenda = new Agenda(ThreadLocalRandom.current());
    private final Thread renewing;
    private final Thread writing;

    private @Nullable Applied latest;
    private @Nullable Applied seen;
    private String electionTrouble = "";
    private String writingTrouble = "";
    private String eventTrouble = "";
    private String specTrouble = "";
    private @Nullable List<JsonNode> admitted;
    private volatile boolean specsKnown;
    private long specsNotBeforeNanos = System.nanoTime();
    private long eventsNotBeforeNanos = System.nanoTime();
    private volatile boolean ending;

    private ClusterWriter(Api api, FrontSettings settings, String identity) {
        String lease = settings.service();
        election = new Election(api, settings.namespace(), lease, identity, System::nanoTime, Instant::now);
        fronts = new FrontWriter(api, new FrontTrees(Ownership.of(settings), settings.namespace()));
        specs = new AdmittedSpecs(api, Ownership.of(settings), settings.namespace(), settings.service() + "-admitted");
        events = new EventWriter(api, identity, Instant::now, System.nanoTime());
        renewing = Thread.ofPlatform().name("lease").daemon().unstarted(this::renew);
        writing = Thread.ofPlatform().name("writer").daemon().unstarted(this::write);
    }

    /**
     * Begins to take part: nothing is written before it leads.
     *
     * @param client stays its caller's to close, after this is
     * @param identity of this replica, and of no other: its pod's name
     */
    public static ClusterWriter start(KubernetesClient client, FrontSettings settings, String identity) {
        return start(new KubernetesApi(client, PATIENCE), settings, identity);
    }

    static ClusterWriter start(Api api, FrontSettings settings, String identity) {
        ClusterWriter writer = new ClusterWriter(api, settings, identity);
        writer.renewing.start();
        writer.writing.start();
        return writer;
    }

    /** Whether this replica is the one that writes. */
    public boolean leads() {
        return election.leads();
    }

    /** What is to be so from now on; what was handed over before is forgotten. */
    public synchronized void applied(Applied now) {
        latest = now;
        notifyAll();
    }

    /** What was admitted when a leader wrote last; nothing where nobody can say, and then nothing is written over it either. */
    List<JsonNode> remembered() {
        try {
            List<JsonNode> found = specs.read();
            specsKnown = true;
            return found;
        } catch (IOException unknown) {
            LOG.warn("what was admitted before this start cannot be read: {}", unknown.toString());
            return List.of();
        }
    }

    /** What a router that starts from now on is to remember. */
    synchronized void admitted(List<JsonNode> objects) {
        admitted = List.copyOf(objects);
    }

    // --- the lead ---

    private void renew() {
        boolean led = false;
        while (!ending) {
            try {
                election.round();
                electionTrouble = told("the lead cannot be settled", electionTrouble, "");
            } catch (IOException failed) {
                electionTrouble =
                        told("the lead cannot be settled", electionTrouble, String.valueOf(failed.getMessage()));
            }
            boolean leads = election.leads();
            if (leads != led) {
                LOG.info(leads ? "leads: writes front Services and Events" : "no longer leads");
                led = leads;
                wake();
            }
            pause(Election.ROUND.toMillis() * (90 + ThreadLocalRandom.current().nextInt(20)) / 100);
        }
    }

    private synchronized void wake() {
        notifyAll();
    }

    private void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException told) {
            ending = true;
        }
    }

    // --- writing ---

    @SuppressWarnings("ReferenceEquality") // the very object is meant, here and below
    private void write() {
        for (Applied current = next(); current != null; current = next()) {
            try {
                if (current != seen) {
                    seen = current;
                    events.applied(current);
                }
                if (election.leads()) {
                    write(current.fronts());
                    tell();
                    keep();
                }
            } catch (RuntimeException defect) {
                LOG.error("what is to be written could not be; it is tried again", defect);
            }
        }
    }

    /** The latest, at once if it is new, else after a while; null = it is over. */
    @SuppressWarnings("ReferenceEquality")
    private synchronized @Nullable Applied next() {
        try {
            do {
                if (ending) {
                    return null;
                }
                if (latest == null || latest == seen) {
                    wait(TICK_MILLIS);
                }
            } while (latest == null);
        } catch (InterruptedException told) {
            return null;
        }
        return latest;
    }

    private void write(FrontPlan plan) {
        List<Step> due = agenda.due(plan.steps(), System.nanoTime());
        String trouble = due.isEmpty() ? writingTrouble : "";
        for (Step step : due) {
            if (!election.leads() || ending || superseded()) {
                return;
            }
            try {
                fronts.take(step);
                agenda.taken(step, System.nanoTime());
                LOG.info("{}", FrontWriter.past(step));
            } catch (IOException failed) {
                agenda.failed(step, System.nanoTime());
                trouble = step.namespace() + "/" + step.name() + ": " + failed.getMessage();
            }
        }
        writingTrouble = told("a front Service or its slice cannot be written", writingTrouble, trouble);
    }

    /** A newer plan need not wait for what an older one still wanted. */
    @SuppressWarnings("ReferenceEquality")
    private synchronized boolean superseded() {
        return latest != seen;
    }

    private void tell() {
        long now = System.nanoTime();
        if (events.idle() || now - eventsNotBeforeNanos < 0) {
            return;
        }
        try {
            events.write(now);
            eventTrouble = told("Events cannot be written", eventTrouble, "");
        } catch (IOException failed) {
            eventsNotBeforeNanos = now + AFTER_FAILURE_NANOS;
            eventTrouble = told("Events cannot be written", eventTrouble, String.valueOf(failed.getMessage()));
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private void keep() {
        long now = System.nanoTime();
        List<JsonNode> wanted;
        synchronized (this) {
            wanted = admitted;
        }
        if (wanted == null || !specsKnown || now - specsNotBeforeNanos < 0) {
            return;
        }
        try {
            specs.write(wanted);
            synchronized (this) {
                admitted = admitted == wanted ? null : admitted;
            }
            specTrouble = told("what was admitted cannot be kept", specTrouble, "");
        } catch (IOException failed) {
            specsNotBeforeNanos = now + AFTER_FAILURE_NANOS;
            specTrouble = told("what was admitted cannot be kept", specTrouble, String.valueOf(failed.getMessage()));
        }
    }

    /** Says once what is wrong, and once that it is over. */
    private static String told(String what, String before, String now) {
        if (!now.equals(before)) {
            if (now.isEmpty()) {
                LOG.info("{} was the case until now", what);
            } else {
                LOG.warn("{}: {}; it is tried again", what, now);
            }
        }
        return now;
    }

    /** Hands the lead over. What was written stays. */
    @Override
    public void close() {
        ending = true;
        renewing.interrupt();
        writing.interrupt();
        try {
            renewing.join(PATIENCE.toMillis());
            writing.join(PATIENCE.toMillis());
            election.resign();
        } catch (IOException unsaid) {
            LOG.info("the lead could not be handed over ({}); another takes it when it runs out", unsaid.getMessage());
        } catch (InterruptedException told) {
            Thread.currentThread().interrupt();
        }
    }
}
