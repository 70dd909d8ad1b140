package io.sluice.table;

import io.sluice.table.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Send the request on.
 *
 * @param timeout from the complete request to the complete response, all attempts together; null for none
 * @param shadows copies that nobody waits for
 */
public record Forward(
        Split split, Rewrite rewrite, @Nullable Duration timeout, RetryPolicy retry, List<Shadow> shadows)
        implements Action {
    public Forward {
        shadows = List.copyOf(shadows);
        if (timeout != null && timeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeout " + timeout + " is below 1 ms");
        }
    }
}
