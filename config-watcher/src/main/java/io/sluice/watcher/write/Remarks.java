package io.sluice.watcher.write;

import io.sluice.watcher.Applied;
import io.sluice.watcher.front.FrontHost;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.DestinationRule;
import io.sluice.watcher.resource.ObjectId;
import io.sluice.watcher.resource.Resource;
import io.sluice.watcher.resource.VirtualService;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be said after a change: of problems what is new, and of objects that have changed and are in force that they are. What was
 * there when this replica began to look is old news. Confined to its thread.
 */
final class Remarks {
    private static final int LONGEST_NOTE = 1024;

    private @Nullable Map<ObjectId, Resource> before;

    /** Problems as they stand, then what has been accepted since the last call. */
    List<Remark> of(Applied applied) {
        Map<ObjectId, ObjectId> owners = new HashMap<>();
        Map<ObjectId, Resource> now = new HashMap<>();
        for (Resource resource : applied.admitted()) {
            ObjectId id = resource.meta().id();
            if (resource instanceof VirtualService || resource instanceof DestinationRule) {
                owners.put(id, FrontHost.ownerOf(resource.meta()));
            }
            now.put(id, resource);
        }
        List<Remark> remarks = new ArrayList<>();
        for (Problem problem : applied.problems()) {
            ObjectId id = idOf(problem.object());
            if (id != null && isTold(problem)) {
                remarks.add(new Remark(
                        owners.getOrDefault(id, id),
                        reason(problem.code()),
                        problem.severity() != Severity.NOTICE,
                        note(problem),
                        true));
            }
        }
        accepted(now, owners, remarks);
        before = now;
        return remarks;
    }

    /** A SeldonDeployment is accepted with what the operator would write for it. */
    private void accepted(Map<ObjectId, Resource> now, Map<ObjectId, ObjectId> owners, List<Remark> remarks) {
        Map<ObjectId, Resource> old = before;
        if (old != null) {
            now.forEach((id, resource) -> {
                if (!resource.equals(old.get(id))) {
                    remarks.add(new Remark(owners.getOrDefault(id, id), "Accepted", false, "is in force", false));
                }
            });
        }
    }

    private static boolean isTold(Problem problem) {
        return problem.severity() != Severity.NOTICE || problem.code() == Code.WAITING_FOR_PREDICTOR;
    }

    /** {@code HOST_HAS_SELECTOR_SERVICE} is {@code HostHasSelectorService}; what was refused is {@code Rejected}, as everywhere. */
    static String reason(Code code) {
        return switch (code) {
            case REFUSED, INVALID_FIELD -> "Rejected";
            case HOST_OWNED, CLAIMED_TWICE -> "Conflict";
            default -> {
                StringBuilder reason = new StringBuilder();
                for (String word : code.name().split("_", -1)) {
                    reason.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
                }
                yield reason.toString();
            }
        };
    }

    private static String note(Problem problem) {
        String note = problem.field().isEmpty() ? problem.sentence() : problem.field() + ": " + problem.sentence();
        return note.length() <= LONGEST_NOTE ? note : note.substring(0, LONGEST_NOTE - 1) + "…";
    }

    /** {@code VirtualService my-ns/canary}; null for what is in no cluster. */
    static @Nullable ObjectId idOf(String object) {
        int space = object.indexOf(' ');
        int slash = object.indexOf('/', space + 1);
        return space < 1 || slash < 0
                ? null
                : new ObjectId(
                        object.substring(0, space), object.substring(space + 1, slash), object.substring(slash + 1));
    }
}
