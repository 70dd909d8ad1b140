package io.sluice.watcher.admission.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read by hand is what the JDK reads, and what it refuses is refused. */
class TimestampsTest {
    @Property
    void anySecondOfFourDigitYears(@ForAll @LongRange(min = -62_167_219_200L, max = 253_402_300_799L) long seconds) {
        Instant instant = Instant.ofEpochSecond(seconds);
        assertThat(Timestamps.parse(instant.toString())).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-01T00:00:00.5Z",
                "2026-01-01T01:00:00+01:00",
                "2026-01-01T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-01-01t00:00:00z"
            })
    void anythingElseIsAsTheJdkReadsIt(String text) {
        assertThat(Timestamps.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-02-30T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-01 00:00:00Z",
                "2026-01-01T00:60:00Z"
            })
    void noTimeIsRefused(String text) {
        assertThatThrownBy(() -> Timestamps.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
