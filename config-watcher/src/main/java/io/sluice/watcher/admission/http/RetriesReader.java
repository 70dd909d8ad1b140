package io.sluice.watcher.admission.http;

import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.RetryPolicy.PreviousHosts;
import io.sluice.watcher.admission.field.Reader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code retries} (istio.md §1.7). */
public final class RetriesReader {
    private RetriesReader() {}

    public static RetryPolicy read(Reader retries) {
        int attempts = retries.integer("attempts", 0);
        Duration perTry = retries.duration("perTryTimeout");
        String retryOn = retries.text("retryOn");
        Boolean remote = retries.bool("retryRemoteLocalities");
        Boolean ignorePrevious = retries.bool("retryIgnorePreviousHosts");
        Duration backoff = retries.duration("backoff");
        if (attempts < 0) {
            throw retries.invalid("attempts", "attempts cannot be negative");
        }
        boolean alone = perTry == null && retryOn == null && remote == null && ignorePrevious == null;
        if (attempts == 0 && !alone) {
            throw retries.invalid("attempts", "http retry policy configured when attempts are set to 0 (disabled)");
        }
        if (perTry != null && perTry.toMillis() < 1) {
            throw retries.invalid("perTryTimeout", "duration must be greater than 1ms");
        }
        if (attempts == 0) {
            return RetryPolicy.NEVER;
        }
        List<Integer> statuses = new ArrayList<>();
        Set<RetryCondition> on = conditions(retries, retryOn, statuses);
        return new RetryPolicy(
                attempts,
                on,
                statuses,
                perTry,
                backoff == null ? RetryPolicy.DEFAULT_BACKOFF_BASE : backoff,
                previousHosts(ignorePrevious),
                Boolean.TRUE.equals(remote));
    }

    private static PreviousHosts previousHosts(@Nullable Boolean ignore) {
        if (ignore == null) {
            return PreviousHosts.AVOIDED_UNLESS_HASHED;
        }
        return ignore ? PreviousHosts.AVOIDED : PreviousHosts.ALLOWED;
    }

    /** Numbers that are status codes are taken for such, and add {@code retriable-status-codes}. */
    private static Set<RetryCondition> conditions(Reader retries, @Nullable String retryOn, List<Integer> statuses) {
        if (retryOn == null || retryOn.isEmpty()) {
            return RetryPolicy.ISTIO_DEFAULT.on();
        }
        Set<RetryCondition> on = EnumSet.noneOf(RetryCondition.class);
        for (String word : retryOn.split(",", -1)) {
            if (word.matches("[1-5]\\d\\d")) {
                statuses.add(Integer.parseInt(word));
                on.add(RetryCondition.RETRIABLE_STATUS_CODES);
            } else if (!word.isEmpty()) {
                on.add(condition(retries, word));
            }
        }
        return on;
    }

    private static RetryCondition condition(Reader retries, String word) {
        return Arrays.stream(RetryCondition.values())
                .filter(known -> known.word().equals(word))
                .findFirst()
                .orElseThrow(() -> retries.invalid("retryOn", "\"" + word + "\" is not a valid retryOn policy"));
    }
}
