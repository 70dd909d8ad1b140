package io.sluice.watcher.rollout;

import java.util.List;
import java.util.Optional;

/** Whether a new route set may take the place of the one in force. A pure function. */
final class RouteChange {
    private RouteChange() {}

    /**
     * The destination that the new set waits for; empty if it takes force now: because all that have a share are ready, or
     * because it only takes share away from ones that are not, towards ready ones (better than the operator, T7).
     *
     * @param inForce each destination once
     * @param wanted each destination once
     */
    static Optional<String> waitsFor(List<Share> inForce, List<Share> wanted) {
        Optional<Share> unready = wanted.stream()
                .filter(share -> share.fraction() > 0 && !share.ready())
                .findFirst();
        if (unready.isEmpty()) {
            return Optional.empty();
        }
        Optional<Share> gaining = wanted.stream()
                .filter(share -> !share.ready() && share.fraction() > of(share.destination(), inForce))
                .findFirst();
        boolean relieved = inForce.stream()
                .anyMatch(share -> !share.ready() && of(share.destination(), wanted) < share.fraction());
        if (gaining.isEmpty() && relieved) {
            return Optional.empty();
        }
        return gaining.or(() -> unready).map(Share::destination);
    }

    private static double of(String destination, List<Share> shares) {
        for (Share share : shares) {
            if (share.destination().equals(destination)) {
                return share.fraction();
            }
        }
        return 0;
    }
}
