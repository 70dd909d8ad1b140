package io.sluice.watcher.seldon;

import io.sluice.watcher.resource.SeldonDeployment;
import org.jspecify.annotations.Nullable;

/**
 * {@code istio-retries} and {@code istio-retries-timeout} (seldon.md §1.1, §1.4, T2, T3).
 *
 * @param attempts the low 32 bits of what was written, perhaps negative
 */
record Retries(int attempts, long perTrySeconds) {
    static final String ATTEMPTS = "seldon.io/istio-retries";
    static final String TIMEOUT = "seldon.io/istio-retries-timeout";

    /**
     * Null for none: Istio's own default then applies.
     *
     * @throws io.sluice.watcher.admission.Refusal if one of them is no number; the time-out is looked at only where there are
     *     retries, also zero of them
     */
    static @Nullable Retries of(SeldonDeployment deployment) {
        String attempts = deployment.annotation(ATTEMPTS);
        if (attempts == null || attempts.isEmpty()) {
            return null;
        }
        long wanted = GoIntegers.atoi(attempts, deployment.pathOf(ATTEMPTS));
        String timeout = deployment.annotation(TIMEOUT);
        long seconds = timeout == null ? 1 : GoIntegers.atoi(timeout, deployment.pathOf(TIMEOUT));
        return wanted > 0 ? new Retries((int) wanted, seconds) : null;
    }
}
