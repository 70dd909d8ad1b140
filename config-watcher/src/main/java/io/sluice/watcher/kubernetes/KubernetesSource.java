package io.sluice.watcher.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.source.Documents;
import io.sluice.watcher.source.Documents.Document;
import io.sluice.watcher.source.FollowedFiles;
import io.sluice.watcher.source.Source;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A cluster, followed: every kind is listed and watched by itself, and handed over with all others once each is known. One thread does all
 * of it but waiting; what the API server does or does not do never takes away what was known.
 */
public final class KubernetesSource implements Source {
    private static final Logger LOG = LoggerFactory.getLogger("sluice");
    private static final long LOOK_MILLIS = 1000;
    private static final int PATIENCE_AT_END_SECONDS = 3;

    private final boolean withoutPolicies;
    private final @Nullable LastGood lastGood;
    private final @Nullable Keeper keeper;
    private final ScheduledExecutorService thread;
    private final List<Reflection> reflections = new ArrayList<>();
    private final Secrets secrets;
    private final Pace pace = new Pace();
    private final FollowedFiles files = new FollowedFiles();
    private List<Document> remembered = List.of();
    private @Nullable Listener listener;
    private @Nullable List<Problem> toldProblems;
    private boolean complete;
    private boolean scheduled;

    /**
     * @param client of the cluster; it stays its owner's to close
     * @param withoutPolicies whether to serve although policies cannot be read
     * @param lastGood file to keep what is in force in, and to begin with; null = none
     */
    public KubernetesSource(
            KubernetesClient client, Scope scope, boolean withoutPolicies, @Nullable Path lastGood, Patience patience) {
        this.withoutPolicies = withoutPolicies;
        this.lastGood = lastGood == null ? null : new LastGood(lastGood, scope);
        keeper = this.lastGood == null ? null : new Keeper(this.lastGood, patience.keep());
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("manifests").daemon().factory());
        ApiServer server = new ApiServer(client, patience);
        SplittableRandom random = new SplittableRandom();
        for (Kind kind : Kind.ALL) {
            for (String namespace : scope.of(kind)) {
                String selection = Reflection.labelled(scope.selector(kind));
                reflections.add(
                        new Reflection(kind, namespace, selection, server, patience, thread, random, this::changed));
            }
        }
        Function<String, Reflection> secret = selection -> new Reflection(
                Kind.SECRET, scope.gatewayNamespace(), selection, server, patience, thread, random, this::changed);
        secrets = new Secrets(secret.apply(""), name -> secret.apply(Reflection.named(name)));
    }

    @Override
    public void follow(Listener to) {
        thread.execute(() -> {
            listener = to;
            remember(to);
            reflections.forEach(Reflection::list);
            secrets.list();
        });
        thread.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void remember(Listener to) {
        if (lastGood == null) {
            return;
        }
        try {
            lastGood.read().ifPresent(objects -> {
                for (Reflection reflection : reflections) {
                    reflection.remember(
                            objects.stream().filter(reflection::mayHold).toList());
                }
                // Secrets are never written; without them the rest is served.
                secrets.remember();
                remembered = documents();
                to.remembered(new Documents(remembered, List.of(), Set.of(), false));
                LOG.info(
                        "until the API server has answered, what was in force last counts: {} objects of {}",
                        objects.size(),
                        lastGood);
            });
        } catch (IOException unusable) {
            LOG.warn("{}; the start waits for the API server", unusable.getMessage());
        }
    }

    @Override
    public void inForce(List<Document> documents) {
        if (keeper != null) {
            keeper.keep(documents);
        }
    }

    private void look() {
        if (files.changed()) {
            pace.routesChanged(System.nanoTime());
            toldProblems = null;
            schedule();
        }
    }

    private void changed(Reflection reflection) {
        long now = System.nanoTime();
        if (reflection.kind().part() == Kind.Part.ENDPOINTS) {
            pace.endpointsChanged(now);
        } else {
            pace.routesChanged(now);
        }
        schedule();
    }

    private void schedule() {
        long wait = pace.delay(System.nanoTime());
        if (!scheduled && wait >= 0) {
            scheduled = true;
            thread.schedule(this::due, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void due() {
        scheduled = false;
        long now = System.nanoTime();
        if (pace.delay(now) == 0) {
            boolean routes = pace.routesDue(now) || !complete;
            handOver(routes);
            pace.handedOver(routes, System.nanoTime());
        }
        schedule();
    }

    private void handOver(boolean routes) {
        Listener to = listener;
        if (to == null) {
            return;
        }
        secrets.follow(objects("Gateway"), objects("DestinationRule"));
        List<Reflection> all = new ArrayList<>(reflections);
        all.addAll(secrets.reflections());
        List<Problem> problems = Troubles.of(all, this::needed);
        boolean first = !complete && all.stream().allMatch(this::settled);
        complete |= first;
        boolean differs = first || !problems.equals(toldProblems);
        // What was remembered is, until all is known; whoever is handed less forgets it.
        List<Document> documents = complete ? new ArrayList<>() : remembered;
        if (complete) {
            for (Reflection reflection : all) {
                if (routes || reflection.kind().part() == Kind.Part.ENDPOINTS) {
                    differs |= reflection.tell();
                }
                documents.addAll(reflection.told());
            }
        }
        if (!differs) {
            return;
        }
        toldProblems = problems;
        try {
            // Until all is known nothing is: half of it would be reported as faults of the other half.
            to.changed(new Documents(documents, problems, Set.of(), complete), files);
        } catch (RuntimeException | StackOverflowError defect) {
            // A defect of ours: what was published last stays, and the next change is followed.
            LOG.error("a change in the cluster could not be applied; what was in force before stays", defect);
        }
    }

    /** Whether it is known what there is of a kind, or that nobody will say. */
    private boolean settled(Reflection reflection) {
        return switch (reflection.standing()) {
            case Standing.Known known -> true;
            case Standing.Unwatched unwatched -> true;
            case Standing.Absent absent -> true;
            case Standing.Vanished vanished -> true;
            case Standing.Forbidden forbidden -> !needed(reflection);
            case Standing.Failing failing -> failing.known();
            case Standing.Awaited awaited -> false;
        };
    }

    /** Whether nobody is served before it has been read: it may keep someone out, or show who the router is. */
    private boolean needed(Reflection reflection) {
        return !withoutPolicies
                && switch (reflection.kind().part()) {
                    case GUARDS -> true;
                    case SECRETS -> secrets.needed(reflection);
                    case ROUTES, ENDPOINTS, NAMED, PLACES -> false;
                };
    }

    private List<Document> documents() {
        return reflections.stream()
                .flatMap(reflection -> reflection.objects().stream())
                .toList();
    }

    private List<Document> objects(String kind) {
        return reflections.stream()
                .filter(reflection -> reflection.kind().name().equals(kind))
                .flatMap(reflection -> reflection.objects().stream())
                .toList();
    }

    @Override
    public void close() {
        thread.execute(() -> {
            reflections.forEach(Reflection::close);
            secrets.close();
            if (keeper != null) {
                keeper.close();
            }
            thread.shutdownNow();
        });
        try {
            // Whoever closes the client next must find nobody who uses it.
            if (!thread.awaitTermination(PATIENCE_AT_END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the last change in the cluster is still being applied");
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
