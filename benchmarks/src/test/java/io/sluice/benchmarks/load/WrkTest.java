package io.sluice.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WrkTest {
    private static final String OUTPUT = """
        Running 2s test @ http://127.0.0.1:19111/seldon/ns/m/api/v1.0/predictions
          1 threads and 32 connections
          Thread Stats   Avg      Stdev     Max   +/- Stdev
            Latency   640.12us    1.04ms  14.61ms   95.66%
        Requests/sec:  49830.11
        Transfer/sec:     12.93MB
        figures: requests=100000 duration_us=2000000 p50_us=560 p99_us=4950 connect=0 read=0 write=0 timeout=0 status=0
        """;

    @Test
    void figuresComeFromTheLineOfOurScript() {
        assertThat(Wrk.parse(OUTPUT)).isEqualTo(new ClosedLoopReport(100_000, 2_000_000, 560, 4_950, 0));
    }

    @Test
    void theRateIsThatOfTheTimeItReallyTook() {
        assertThat(Wrk.parse(OUTPUT).requestsPerSecond()).isEqualTo(50_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "read", "write", "timeout", "status"})
    void everyKindOfFailureIsAnError(String kind) {
        assertThat(Wrk.parse(OUTPUT.replace(kind + "=0", kind + "=3")).errors()).isEqualTo(3);
    }

    @Test
    void withoutFiguresTheOutputIsQuoted() {
        assertThatThrownBy(() -> Wrk.parse("unable to connect to 127.0.0.1:19111 Connection refused"))
                .hasMessageContaining("Connection refused");
    }

    @Test
    void aMissingFigureIsNamed() {
        assertThatThrownBy(() -> Wrk.parse(OUTPUT.replace("p99_us=4950 ", ""))).hasMessageContaining("p99_us");
    }
}
