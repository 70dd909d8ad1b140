package io.sluice.watcher.store;

import io.sluice.table.match.PathMatch;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Problems;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.Meta;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.VirtualService;
import io.sluice.watcher.resource.VirtualService.Match;
import io.sluice.watcher.resource.VirtualService.Rule;
import io.sluice.watcher.seldon.Derivation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What two predictors or two SeldonDeployments both claim: the operator notices none of it (seldon.md §1.3, §3.1). A mesh host
 * with two owners is told where mesh hosts are made.
 */
final class Claims {
    private final Problems problems;
    private final Map<ObjectId, Derivation> byObject = new HashMap<>();
    private final NavigableMap<String, List<Path>> paths = new TreeMap<>();

    /** @param number of the path, in the order in which they were claimed */
    private record Path(String prefix, VirtualService routes, Derivation by, int number) {}

    private int claimed;

    private Claims(Problems problems) {
        this.problems = problems;
    }

    /** @param derivations in the order in which they were applied */
    static void tell(List<Derivation> derivations, Problems problems) {
        Claims claims = new Claims(problems);
        for (Derivation derivation : derivations) {
            derivation.objects().forEach(object -> claims.object(object, derivation));
        }
    }

    private void object(Resource object, Derivation by) {
        Meta meta = object.meta();
        Derivation before = byObject.put(meta.id(), by);
        boolean service = meta.id().kind().equals("Service");
        if (before != null && !service) {
            String other = same(before, by)
                    ? "two of its predictors"
                    : before.deployment().meta().id() + " and this one";
            warn(
                    by,
                    other + " claim " + meta.id() + "; the last writer's stays, and requests for the other find no"
                            + " subset; rename a deployment or a predictor, or set another seldon.io/svc-name");
        }
        if (object instanceof VirtualService routes) {
            for (Rule rule : routes.http()) {
                for (Match match : rule.matches()) {
                    if (match.uri() instanceof PathMatch.Prefix prefix) {
                        path(new Path(prefix.path(), routes, by, claimed++));
                    }
                }
            }
        }
    }

    /** Of two prefixes of one host, the older VirtualService takes what both fit, not the longer prefix. */
    private void path(Path path) {
        for (Path other : overlapping(path.prefix())) {
            if (!same(other.by(), path.by()) && meet(path.routes(), other.routes())) {
                warn(
                        path.by(),
                        "path " + path.prefix() + " of " + path.routes().meta().id() + " and path " + other.prefix()
                                + " of " + other.by().deployment().meta().id()
                                + " overlap on one host: the older takes what both fit; rename one deployment");
            }
        }
        paths.computeIfAbsent(path.prefix(), absent -> new ArrayList<>()).add(path);
    }

    /** Those that begin a prefix, or that it begins; a thousand deployments have two thousand of them. */
    private List<Path> overlapping(String prefix) {
        List<Path> found = new ArrayList<>();
        for (int end = 0; end < prefix.length(); end++) {
            found.addAll(paths.getOrDefault(prefix.substring(0, end), List.of()));
        }
        for (Map.Entry<String, List<Path>> longer : paths.tailMap(prefix, true).entrySet()) {
            if (!longer.getKey().startsWith(prefix)) {
                break;
            }
            found.addAll(longer.getValue());
        }
        found.sort(Comparator.comparingInt(Path::number));
        return found;
    }

    private static boolean same(Derivation a, Derivation b) {
        return a.deployment().meta().id().equals(b.deployment().meta().id());
    }

    private static boolean meet(VirtualService a, VirtualService b) {
        return !Collections.disjoint(a.gateways(), b.gateways()) && !Collections.disjoint(a.hosts(), b.hosts());
    }

    private void warn(Derivation derivation, String sentence) {
        Meta meta = derivation.deployment().meta();
        problems.add(
                new Problem(Severity.WARNING, Code.CLAIMED_TWICE, meta.id().toString(), "", sentence, meta.file()));
    }
}
