package io.sluice.watcher.rollout;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.settings.SeldonSource;
import io.sluice.watcher.settings.Settings;
import io.sluice.watcher.store.Contents;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Remembers the route set of each SeldonDeployment that is in force. Confined to its source's thread, like the store; together
 * they are all that the control plane remembers.
 */
public final class RoutesInForce {
    private final Settings settings;
    private Map<ObjectId, Derivation> inForce = Map.of();

    public RoutesInForce(Settings settings) {
        this.settings = settings;
    }

    /**
     * What was settled.
     *
     * @param inForce in the order in which they were applied
     * @param waiting a notice for each deployment whose new routes are not in force yet
     */
    public record Settled(List<Derivation> inForce, List<Problem> waiting) {
        public Settled {
            inForce = List.copyOf(inForce);
            waiting = List.copyOf(waiting);
        }
    }

    /** Lets new route sets take force, or wait; a deployment's first one never waits, and one that is gone is forgotten. */
    public Settled settle(Contents contents) {
        Readiness readiness = Readiness.of(contents, settings);
        Map<ObjectId, Derivation> next = new LinkedHashMap<>();
        List<Problem> waiting = new ArrayList<>();
        for (Derivation wanted : contents.derivations()) {
            Meta meta = wanted.deployment().meta();
            Derivation before = inForce.get(meta.id());
            Optional<String> waitsFor = before == null ? Optional.empty() : waitsFor(before, wanted, readiness);
            if (before == null || waitsFor.isEmpty()) {
                next.put(meta.id(), wanted);
            } else {
                next.put(meta.id(), before);
                waiting.add(notice(meta, waitsFor.get()));
            }
        }
        inForce = Map.copyOf(next);
        return new Settled(List.copyOf(next.values()), waiting);
    }

    private Optional<String> waitsFor(Derivation before, Derivation wanted, Readiness readiness) {
        // Where the operator's own objects count, it is the operator that waits.
        boolean ours = settings.seldonSource() == SeldonSource.SLUICE;
        if (!ours || !before.makesRoutes() || before.equals(wanted)) {
            return Optional.empty();
        }
        if (before.written(settings).equals(wanted.written(settings))) {
            return Optional.empty();
        }
        return RouteChange.waitsFor(
                RouteSet.shares(before, readiness.with(before, settings), settings),
                RouteSet.shares(wanted, readiness.with(wanted, settings), settings));
    }

    private static Problem notice(Meta meta, String destination) {
        return new Problem(
                Severity.NOTICE,
                Code.WAITING_FOR_PREDICTOR,
                meta.id().toString(),
                "spec.predictors",
                "the new routes wait for a ready endpoint of " + destination
                        + "; until then those before stay in force",
                meta.file());
    }
}
