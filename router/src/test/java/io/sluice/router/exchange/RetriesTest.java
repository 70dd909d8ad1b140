package io.sluice.router.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.failure.Failure;
import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.ResponseHead;
import io.sluice.router.loop.LoopRandom;
import io.sluice.table.policy.RetryCondition;
import io.sluice.table.policy.RetryPolicy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which words cover which failures (istio-recorded.md §5). */
class RetriesTest {

    private static RetryPolicy policy(String words, Integer... statuses) {
        Set<RetryCondition> on = Arrays.stream(RetryCondition.values())
                .filter(condition -> List.of(words.split(" ")).contains(condition.word()))
                .collect(Collectors.toSet());
        return new RetryPolicy(
                2,
                on,
                List.of(statuses),
                null,
                RetryPolicy.DEFAULT_BACKOFF_BASE,
                RetryPolicy.PreviousHosts.AVOIDED,
                false);
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT_REFUSED, 5xx gateway-error reset reset-before-request connect-failure",
        "CONNECT_TIMEOUT, 5xx gateway-error reset reset-before-request connect-failure",
        "UPSTREAM_CLOSED, 5xx gateway-error reset",
        "PER_TRY_TIMEOUT, 5xx gateway-error reset",
        "RESPONSE_TIMEOUT, ''",
        "NO_HEALTHY_UPSTREAM, ''",
        "CLIENT_GONE, ''",
    })
    void aFailureIsCoveredByTheseWordsAlone(Failure failure, String words) {
        List<String> covering = List.of(words.split(" "));
        for (RetryCondition condition : RetryCondition.values()) {
            assertThat(Retries.wanted(policy(condition.word()), failure))
                    .as(condition.word())
                    .isEqualTo(covering.contains(condition.word()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500, 5xx",
        "502, 5xx gateway-error",
        "503, 5xx gateway-error",
        "504, 5xx gateway-error",
        "409, retriable-4xx",
        "404, ''"
    })
    void anAnswerIsCoveredByTheseWordsAlone(int status, String words) {
        List<String> covering = List.of(words.split(" "));
        for (RetryCondition condition : RetryCondition.values()) {
            assertThat(Retries.wanted(policy(condition.word()), answer(status)))
                    .as(condition.word())
                    .isEqualTo(covering.contains(condition.word()));
        }
    }

    @Test
    void aModelsAnswerIsNeverRetriedByDefault() {
        assertThat(Retries.wanted(RetryPolicy.ISTIO_DEFAULT, answer(503))).isFalse();
        assertThat(Retries.wanted(RetryPolicy.ISTIO_DEFAULT, Failure.UPSTREAM_CLOSED))
                .isFalse();
        assertThat(Retries.wanted(RetryPolicy.ISTIO_DEFAULT, Failure.CONNECT_REFUSED))
                .isTrue();
    }

    @Test
    void aListedStatusIsRetriedUnlessItSaysRateLimited() {
        RetryPolicy policy = policy("retriable-status-codes", 418);
        assertThat(Retries.wanted(policy, answer(418))).isTrue();
        ResponseHead limited = answer(418);
        limited.fields().add(FieldName.X_ENVOY_RATELIMITED, Ascii.bytes("true"));
        assertThat(Retries.wanted(policy, limited)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"14, unavailable", "1, cancelled", "4, deadline-exceeded", "8, resource-exhausted", "13, internal"})
    void aGrpcStatusInTheHeadersCounts(String status, String word) {
        ResponseHead answer = answer(200);
        answer.fields().add(FieldName.GRPC_STATUS, Ascii.bytes(status));
        assertThat(Retries.wanted(policy(word), answer)).isTrue();
        assertThat(Retries.wanted(policy("5xx"), answer)).isFalse();
    }

    @Test
    void aPolicyOfTwoAllowsThreeTries() {
        assertThat(Retries.possible(policy("5xx"), 1)).isTrue();
        assertThat(Retries.possible(policy("5xx"), 2)).isTrue();
        assertThat(Retries.possible(policy("5xx"), 3)).isFalse();
    }

    @Test
    void backOffDoublesWithJitterAndHasAnEnd() {
        LoopRandom random = new LoopRandom(1);
        for (int number = 1; number < 40; number++) {
            long most = Math.min((1L << Math.min(number, 10)) - 1, 10) * 25_000_000L;
            for (int i = 0; i < 100; i++) {
                assertThat(Retries.backoffNanos(policy("5xx"), number, random)).isBetween(0L, most);
            }
        }
    }

    private static ResponseHead answer(int status) {
        ResponseHead head = new ResponseHead();
        head.status(status);
        return head;
    }
}
