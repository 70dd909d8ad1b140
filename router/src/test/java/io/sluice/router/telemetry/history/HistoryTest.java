package io.sluice.router.telemetry.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.router.telemetry.ExchangeMeter;
import io.sluice.router.telemetry.Meters;
import io.sluice.router.telemetry.SeriesKey;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the last quarter of an hour shows of what was counted. */
class HistoryTest {
    private static final SeriesKey KEY = SeriesKey.of("host", "route", "cluster");

    private final Meters meters = new Meters(2);
    private final History history = History.unmoved(meters);
    private final ExchangeMeter meter = meters.exchanges(KEY);

    private void count(int requests, int status, long millis) {
        for (int i = 0; i < requests; i++) {
            meter.record(i % 2, status, TimeUnit.MILLISECONDS.toNanos(millis));
        }
    }

    private void ticks(int seconds) {
        for (int i = 0; i < seconds; i++) {
            history.tick();
        }
    }

    private Past past(Span span) {
        return history.exchanges(KEY, span, 0);
    }

    @Test
    void aSeriesThatHasNeverCountedIsNothing() {
        ticks(3);
        assertThat(past(Span.MINUTE)).isEqualTo(Past.NOTHING);
    }

    @Test
    void eachSecondHasItsPlaceAndNowIsTheLastTen() {
        count(30, 200, 3);
        history.tick();
        count(10, 503, 3);
        history.tick();
        Past past = past(Span.MINUTE);
        assertThat(past.plot().rate()).hasSize(60).endsWith(0.0, 30.0, 10.0);
        assertThat(past.plot().errors()).endsWith(0.0, 0.0, 10.0);
        assertThat(past.rate()).isEqualTo(4);
        assertThat(past.errors()).isEqualTo(25.0);
        assertThat(past.requests()).isEqualTo(40);
        assertThat(past.serverErrors()).isEqualTo(10);
        ticks(10);
        assertThat(past(Span.MINUTE).rate()).isZero();
        assertThat(past(Span.MINUTE).errors()).isNull();
        assertThat(past(Span.MINUTE).requests()).isEqualTo(40);
    }

    /** Straight between the bounds of a bucket, as histogram_quantile has it. */
    @ParameterizedTest(name = "{0} requests of {1} ms and {2} of {3}: p50 {4}, p99 {5}")
    @CsvSource({
        "100, 3,   0,    0,    3,     4.96",
        "90,  3,   10,   80,   3.222, 95",
        "0,   3,   10,   80,   75,    99.5",
        "1,   3,   0,    0,    3,     4.96",
        "0,   3,   1,    9999999, 3600000, 3600000",
    })
    void quantilesAreThoseOfTheHistogram(
            int fast, long fastMillis, int slow, long slowMillis, double half, double tail) {
        count(fast, 200, fastMillis);
        count(slow, 200, slowMillis);
        history.tick();
        assertThat(past(Span.MINUTE).p50()).isCloseTo(half, within(0.01));
        assertThat(past(Span.MINUTE).p99()).isCloseTo(tail, within(0.01));
    }

    @Test
    void aPointOfSeveralSecondsIsTheirMeanRateAndTheWorstOfTheirTails() {
        Span span = new Span(3, 5);
        while (history.second() % 5 != 4) {
            history.tick();
        }
        count(10, 200, 3);
        history.tick();
        count(10, 200, 80);
        ticks(4);
        Past past = past(span);
        assertThat(past.plot().rate()).containsExactly(0.0, 0.0, 4.0);
        assertThat(past.plot().p99().get(2)).isCloseTo(99.5, within(0.01));
        assertThat(past.plot().p99().get(0)).isNull();
    }

    @Test
    void whatIsOlderThanAQuarterOfAnHourIsForgottenAndWhatWasCountedIsNotCountedAgain() {
        count(10, 200, 3);
        history.tick();
        ticks(History.SECONDS);
        assertThat(past(Span.MINUTE)).isEqualTo(Past.NOTHING);
        count(5, 200, 3);
        history.tick();
        assertThat(past(new Span(60, 15)).requests()).isEqualTo(5);
    }

    @Test
    void placesAreUsedAgainAfterTheLastOfThem() {
        for (int second = 0; second < 2 * History.SECONDS + 7; second++) {
            count(1, 200, 3);
            history.tick();
        }
        Past past = past(new Span(900, 1));
        assertThat(past.requests()).isEqualTo(900);
        assertThat(past.plot().rate()).hasSize(900).containsOnly(1.0);
    }

    @Test
    void totalsMayBeginLaterThanThePlot() {
        count(10, 200, 3);
        history.tick();
        long from = history.second() + 1;
        count(3, 200, 3);
        history.tick();
        assertThat(history.exchanges(KEY, Span.MINUTE, from).requests()).isEqualTo(3);
    }

    @Test
    void allIsTheSumOfExchangesAndNotOfTheirCopies() {
        count(10, 200, 3);
        meters.unrouted().record(0, 404, 1);
        meters.copies(KEY).record(0, 200, 1);
        history.tick();
        assertThat(history.all(Span.MINUTE).requests()).isEqualTo(11);
        assertThat(history.copies(KEY, Span.MINUTE).requests()).isEqualTo(1);
    }

    @Test
    void seriesBeyondTheBoundAreToldAndGetAPlaceWhenThereIsOne() {
        int beyond = 3;
        for (int i = 0; i < History.MOST_SERIES + beyond; i++) {
            meters.exchanges(SeriesKey.of("host-" + i, "route", "cluster")).record(0, 200, 1);
        }
        history.tick();
        assertThat(history.leftOut()).isEqualTo(beyond);
        ticks(History.SECONDS);
        count(1, 200, 1);
        history.tick();
        assertThat(past(Span.MINUTE).requests()).isEqualTo(1);
        assertThat(history.leftOut()).isZero();
    }

    @Test
    void aRouteThatGoesTakesItsHistoryAlongWithItsSeries() {
        count(1, 200, 1);
        history.tick();
        meters.retain(Map.of(), Map.of());
        history.tick();
        assertThat(past(Span.MINUTE).requests()).isEqualTo(1); // its series stay a while
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 0", "-1, -1", "901, 1", "60, 16", "2147483647, 2147483647"})
    void aSpanBeyondTheHistoryIsRefused(int points, int step) {
        assertThatThrownBy(() -> new Span(points, step))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("900 s together at most");
    }
}
