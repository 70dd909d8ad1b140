package io.sluice.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private static final Duration DURATION = Duration.ofMillis(500);
    private static final double RATE = 200;

    @Test
    void everyRequestOfTheScheduleIsSentAndAnswered() throws IOException {
        try (SlowModel model = SlowModel.answering("200 OK");
                OpenLoop loop = new OpenLoop(Scenario.ONE_KILOBYTE, 4)) {
            OpenLoopReport report = loop.run(model.port(), RATE, DURATION);

            assertThat(report.answered()).isEqualTo(100);
            assertThat(report.errors()).isZero();
            assertThat(report.durationNanos()).isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(490));
        }
    }

    /** One stall of 250 ms holds back 50 requests of this schedule: each has waited its share, though only one was on the wire. */
    @Test
    void aStallIsChargedToEveryRequestThatWasDueInIt() throws IOException {
        try (SlowModel model = SlowModel.stallingOnce(Duration.ofMillis(250));
                OpenLoop loop = new OpenLoop(Scenario.SMALL, 1)) {
            OpenLoopReport report = loop.run(model.port(), RATE, DURATION);

            assertThat(report.answered()).isEqualTo(100);
            assertThat(report.latencyNanos().getMaxValue()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(245));
            long waitedLong = report.latencyNanos()
                    .getCountBetweenValues(TimeUnit.MILLISECONDS.toNanos(100), TimeUnit.MINUTES.toNanos(1));
            assertThat(waitedLong).isGreaterThanOrEqualTo(29);
        }
    }

    @Test
    void anAnswerOtherThan200IsAnError() throws IOException {
        try (SlowModel model = SlowModel.answering("503 Service Unavailable");
                OpenLoop loop = new OpenLoop(Scenario.SMALL, 2)) {
            OpenLoopReport report = loop.run(model.port(), RATE, DURATION);

            assertThat(report.answered()).isZero();
            assertThat(report.errors()).isEqualTo(100);
        }
    }

    @Test
    void aPortWhereNobodyListensIsAllErrors() throws IOException {
        int port;
        try (SlowModel model = SlowModel.answering("200 OK")) {
            port = model.port();
        }
        try (OpenLoop loop = new OpenLoop(Scenario.SMALL, 2)) {
            OpenLoopReport report = loop.run(port, RATE, Duration.ofMillis(50));

            assertThat(report.answered()).isZero();
            assertThat((double) report.errors()).isCloseTo(10, withPercentage(1));
        }
    }
}
