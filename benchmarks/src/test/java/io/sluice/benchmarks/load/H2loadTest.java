package io.sluice.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class H2loadTest {
    private static final String OUTPUT = """
        progress: 100% of clients started.

        finished in 5.00s, 20000.40 req/s, 3.52MB/s
        requests: 100002 total, 100002 started, 100002 done, 100002 succeeded, 0 failed, 0 errored, 0 timeout
        status codes: 100002 2xx, 0 3xx, 0 4xx, 0 5xx
        traffic: 17.62MB (18472512) total, 2.10MB (2203912) headers (space savings 86.95%), 13.26MB (13904150) data
        """;
    private static final long[] MICROS = LongStream.rangeClosed(1, 1000).toArray();

    @Test
    void figuresAreThoseOfTheReportAndThePercentilesOfTheLog() {
        assertThat(H2load.parse(OUTPUT, MICROS)).isEqualTo(new ClosedLoopReport(100_002, 5_000_000, 501, 991, 0));
    }

    @ParameterizedTest
    @CsvSource({"0 failed, 2 failed", "0 errored, 2 errored", "0 timeout, 2 timeout", "0 4xx, 2 4xx", "0 5xx, 2 5xx"})
    void everyKindOfFailureIsAnError(String none, String two) {
        assertThat(H2load.parse(OUTPUT.replace(none, two), MICROS).errors()).isEqualTo(2);
    }

    @Test
    void withoutFiguresTheOutputIsQuoted() {
        assertThatThrownBy(() -> H2load.parse("connect failed", MICROS)).hasMessageContaining("connect failed");
    }
}
