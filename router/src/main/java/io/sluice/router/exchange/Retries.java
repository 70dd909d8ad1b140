package io.sluice.router.exchange;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.loop.LoopRandom;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import java.util.Set;

/**
 * Whether a try that failed is followed by another: the only place that decides (reliability.md §5.2; istio-recorded.md §5).
 * A request that an endpoint may have begun to execute is never sent again unless the route's policy says so in a word that
 * covers it.
 */
final class Retries {
    private static final int MOST_BACKOFF = 10;

    private Retries() {}

    /** Whether the policy leaves a retry after try {@code number}. */
    static boolean possible(RetryPolicy policy, int number) {
        return number <= policy.retries();
    }

    /** Whether the policy covers a try that brought no answer. */
    static boolean wanted(RetryPolicy policy, Failure why) {
        Set<RetryCondition> on = policy.on();
        return switch (why) {
            case CONNECT_REFUSED, CONNECT_TIMEOUT, TLS_REFUSED, UPSTREAM_STALE ->
                on.contains(RetryCondition.CONNECT_FAILURE)
                        || on.contains(RetryCondition.RESET_BEFORE_REQUEST)
                        || anyReset(on);
            case UPSTREAM_REFUSED_STREAM -> on.contains(RetryCondition.REFUSED_STREAM) || anyReset(on);
            case UPSTREAM_CLOSED, UPSTREAM_RESET, UPSTREAM_MALFORMED, PER_TRY_TIMEOUT -> anyReset(on);
            case MALFORMED_REQUEST,
                    BAD_HOST,
                    BAD_PATH,
                    METHOD_NOT_ALLOWED,
                    REQUEST_TIMEOUT,
                    REQUEST_IDLE,
                    WEB_TEXT_MALFORMED,
                    WEB_TEXT_CUT_SHORT,
                    URI_TOO_LONG,
                    EXPECTATION_FAILED,
                    UPGRADE_REQUIRED,
                    HEADERS_TOO_LARGE,
                    UNKNOWN_TRANSFER_CODING,
                    VERSION_NOT_SUPPORTED,
                    UPGRADE_REFUSED,
                    HTTPS_ON_PLAINTEXT,
                    UPGRADE_IGNORED,
                    CLIENT_GONE,
                    NO_ROUTE,
                    NO_CLUSTER,
                    TLS_UNAVAILABLE,
                    NO_HEALTHY_UPSTREAM,
                    OVERFLOW,
                    OVERLOADED,
                    SHUTTING_DOWN,
                    RESPONSE_TIMEOUT,
                    RESPONSE_IDLE -> false;
        };
    }

    private static boolean anyReset(Set<RetryCondition> on) {
        return on.contains(RetryCondition.FIVE_XX)
                || on.contains(RetryCondition.GATEWAY_ERROR)
                || on.contains(RetryCondition.RESET);
    }

    /** Whether the policy covers this answer. */
    static boolean wanted(RetryPolicy policy, ResponseHead head) {
        if (policy.retries() == 0) {
            return false;
        }
        HeaderBlock fields = head.fields();
        Set<RetryCondition> on = policy.on();
        if (fields.has(FieldName.X_ENVOY_RATELIMITED)) {
            return on.contains(RetryCondition.ENVOY_RATELIMITED);
        }
        int status = head.status();
        return (status >= 500 && on.contains(RetryCondition.FIVE_XX))
                || (status >= 502 && status <= 504 && on.contains(RetryCondition.GATEWAY_ERROR))
                || (status == 409 && on.contains(RetryCondition.RETRIABLE_4XX))
                || (on.contains(RetryCondition.RETRIABLE_STATUS_CODES)
                        && policy.statuses().contains(status))
                || grpcWanted(on, fields);
    }

    /** A status in the headers counts, whatever the protocol; one in trailers never does. */
    private static boolean grpcWanted(Set<RetryCondition> on, HeaderBlock fields) {
        int line = fields.first(FieldName.GRPC_STATUS);
        if (line < 0) {
            return false;
        }
        return switch (Ascii.text(fields.bytes(), fields.valueStart(line), fields.valueEnd(line))) {
            case "1" -> on.contains(RetryCondition.CANCELLED);
            case "4" -> on.contains(RetryCondition.DEADLINE_EXCEEDED);
            case "8" -> on.contains(RetryCondition.RESOURCE_EXHAUSTED);
            case "13" -> on.contains(RetryCondition.INTERNAL);
            case "14" -> on.contains(RetryCondition.UNAVAILABLE);
            default -> false;
        };
    }

    /** Full jitter on a doubling base, at most ten times it. */
    static long backoffNanos(RetryPolicy policy, int number, LoopRandom random) {
        long base = policy.backoffBase().toNanos();
        long most = Math.min(base * ((1L << Math.min(number, 10)) - 1), base * MOST_BACKOFF);
        return (long) (most * (random.nextInt(1 << 20) / (double) (1 << 20)));
    }
}
