package io.sluice.table.policy;

import java.util.Locale;

/** The words of {@code retryOn}. */
public enum RetryCondition {
    FIVE_XX("5xx"),
    GATEWAY_ERROR,
    RESET,
    RESET_BEFORE_REQUEST,
    CONNECT_FAILURE,
    ENVOY_RATELIMITED,
    RETRIABLE_4XX,
    REFUSED_STREAM,
    RETRIABLE_STATUS_CODES,
    RETRIABLE_HEADERS,
    HTTP3_POST_CONNECT_FAILURE,
    CANCELLED,
    DEADLINE_EXCEEDED,
    INTERNAL,
    RESOURCE_EXHAUSTED,
    UNAVAILABLE;

    private final String word;

    RetryCondition() {
        word = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    RetryCondition(String word) {
        this.word = word;
    }

    /** As manifests write it: {@code connect-failure}. */
    public String word() {
        return word;
    }
}
