package io.sluice.watcher.store;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.Namespace;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.Service;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.seldon.Derivation;
import io.sluice.watcher.settings.SeldonSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Declared objects and those derived from SeldonDeployments, put together: where all are seen, it is settled whose counts. Among
 * SeldonDeployments the last writer's; of VirtualServices and DestinationRules ours before the operator's own (DESIGN: life of a
 * change), or the other way round; of Services the declared one.
 */
public final class OperatorObjects {
    private static final String CONTROLLER = "seldon.io/controller-id";

    private final List<Resource> declared;
    private final SeldonSource source;
    private final Problems problems = new Problems();

    private OperatorObjects(Contents contents, SeldonSource source) {
        declared = contents.declared();
        problems.addAll(contents.problems());
        this.source = source;
    }

    /** @param inForce whose objects take part, in the order in which they were applied */
    public static Manifests compose(Contents contents, List<Derivation> inForce, SeldonSource source) {
        OperatorObjects objects = new OperatorObjects(contents, source);
        return objects.compose(objects.inScope(inForce));
    }

    /** The operator of a whole cluster leaves a namespace alone that carries another's label (seldon.md §2). */
    private List<Derivation> inScope(List<Derivation> derivations) {
        Set<String> others = new HashSet<>();
        for (Resource resource : declared) {
            boolean labelled =
                    !resource.meta().labels().getOrDefault(CONTROLLER, "").isEmpty();
            if (resource instanceof Namespace && labelled) {
                others.add(resource.meta().name());
            }
        }
        List<Derivation> ours = new ArrayList<>();
        for (Derivation derivation : derivations) {
            Meta meta = derivation.deployment().meta();
            if (others.contains(meta.namespace())) {
                tell(
                        Severity.NOTICE,
                        Code.OUT_OF_SCOPE,
                        meta,
                        "namespace " + meta.namespace() + " carries the label " + CONTROLLER
                                + ": its deployments are another operator's, and get no routes here");
            } else {
                ours.add(derivation);
            }
        }
        return ours;
    }

    private Manifests compose(List<Derivation> derivations) {
        Map<ObjectId, Written> written = lastWriters(derivations);
        Set<String> translated = new HashSet<>();
        for (Derivation derivation : derivations) {
            if (derivation.makesRoutes()) {
                translated.add(owner(derivation.deployment().meta()));
            }
        }
        List<Resource> all = new ArrayList<>();
        for (Resource resource : declared) {
            if (counts(resource, written, translated)) {
                all.add(resource);
            }
        }
        if (source == SeldonSource.OPERATOR) {
            SubsetWindow.tell(all, translated, problems);
        }
        Claims.tell(derivations, problems);
        written.values().forEach(one -> all.add(one.object()));
        return new Manifests(all, problems.list());
    }

    private record Written(Resource object, Derivation by) {}

    private Map<ObjectId, Written> lastWriters(List<Derivation> derivations) {
        Map<ObjectId, Written> written = new LinkedHashMap<>();
        Set<ObjectId> services = new HashSet<>();
        for (Resource resource : declared) {
            if (resource instanceof Service) {
                services.add(resource.meta().id());
            }
        }
        for (Derivation derivation : derivations) {
            if (source == SeldonSource.OPERATOR && derivation.makesRoutes()) {
                tell(
                        Severity.NOTICE,
                        Code.OPERATOR_OBJECT_IGNORED,
                        derivation.deployment().meta(),
                        "its routes are those that the operator has written, and not ours: --seldon-source=operator");
            }
            for (Resource object : derivation.objects()) {
                boolean taken = object instanceof Service
                        ? services.contains(object.meta().id())
                        : source == SeldonSource.OPERATOR;
                if (!taken) {
                    written.put(object.meta().id(), new Written(object, derivation));
                }
            }
        }
        return written;
    }

    private static String owner(Meta deployment) {
        return deployment.namespace() + "/SeldonDeployment/" + deployment.name();
    }

    /** Whether an object of the manifests stays: the operator's own output stands aside, and what ours overwrites. */
    private boolean counts(Resource resource, Map<ObjectId, Written> written, Set<String> translated) {
        boolean routes = resource instanceof VirtualService || resource instanceof DestinationRule;
        if (!routes || source == SeldonSource.OPERATOR) {
            return true;
        }
        Meta meta = resource.meta();
        if (meta.owners().stream().anyMatch(owner -> translated.contains(meta.namespace() + "/" + owner))) {
            tell(
                    Severity.NOTICE,
                    Code.OPERATOR_OBJECT_IGNORED,
                    meta,
                    "is the operator's translation of a SeldonDeployment that is here too; ours counts");
            return false;
        }
        Written ours = written.get(meta.id());
        if (ours != null) {
            tell(
                    Severity.WARNING,
                    Code.OPERATOR_OBJECT_IGNORED,
                    meta,
                    "has the name of an object that the operator writes for "
                            + ours.by().deployment().meta().id() + ", and is overwritten by it; rename it");
            return false;
        }
        return true;
    }

    private void tell(Severity severity, Code code, Meta meta, String sentence) {
        problems.add(new Problem(severity, code, meta.id().toString(), "", sentence, meta.file()));
    }
}
