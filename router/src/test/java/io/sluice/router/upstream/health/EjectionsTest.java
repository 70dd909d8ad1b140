package io.sluice.router.upstream.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.cluster.OutlierDetection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** Counts and ejections against a model that keeps every result and looks back. */
class EjectionsTest {
    private static final long SECOND = 1_000_000_000L;

    enum What {
        OK(200),
        NOT_FOUND(404),
        ERROR(500),
        UNAVAILABLE(503),
        UNREACHABLE(0),
        SILENT(0);

        private final int status;

        What(int status) {
            this.status = status;
        }
    }

    record Step(int endpoint, What what, int secondsLater) {}

    /** What Envoy's documentation says, as slowly as can be. */
    private static final class Model {
        private final OutlierDetection rules;
        private final List<List<What>> since = new ArrayList<>();
        private final long[] outUntil;
        private final int[] times;

        Model(OutlierDetection rules, int endpoints) {
            this.rules = rules;
            outUntil = new long[endpoints];
            times = new int[endpoints];
            for (int i = 0; i < endpoints; i++) {
                since.add(new ArrayList<>());
            }
        }

        void seen(int endpoint, What what, long now) {
            List<What> seen = since.get(endpoint);
            seen.add(what);
            boolean server = tooMany(seen, rules.consecutive5xxErrors(), this::isServerError, this::isExternal);
            boolean gateway = tooMany(seen, rules.consecutiveGatewayErrors(), this::isGatewayError, this::isExternal);
            boolean local = rules.splitExternalLocalOriginErrors()
                    && tooMany(
                            seen,
                            rules.consecutiveLocalOriginFailures(),
                            it -> it == What.UNREACHABLE || it == What.SILENT,
                            it -> true);
            if ((server || gateway || local) && outUntil[endpoint] == 0) {
                long out = IntStream.range(0, outUntil.length)
                        .filter(i -> outUntil[i] > 0)
                        .count();
                if ((out + 1) * 100 <= (long) rules.maxEjectionPercent() * outUntil.length) {
                    times[endpoint] = Math.min(
                            times[endpoint] + 1,
                            (int) (300 / rules.baseEjectionTime().toSeconds()) + 1);
                    long most = Math.min(
                            300, times[endpoint] * rules.baseEjectionTime().toSeconds());
                    outUntil[endpoint] = now + most * SECOND;
                }
            }
        }

        /** The number of bad ones at the end is a multiple of the limit: a bout begins anew when it is full. */
        private static boolean tooMany(
                List<What> seen,
                int most,
                java.util.function.Predicate<What> bad,
                java.util.function.Predicate<What> counts) {
            List<What> counted = seen.stream().filter(counts).toList();
            int run = 0;
            for (int i = counted.size() - 1; i >= 0 && bad.test(counted.get(i)); i--) {
                run++;
            }
            boolean last = !seen.isEmpty() && counts.test(seen.get(seen.size() - 1));
            return most > 0 && last && run > 0 && run % most == 0;
        }

        private boolean isExternal(What what) {
            return !rules.splitExternalLocalOriginErrors() || what.status > 0;
        }

        private boolean isServerError(What what) {
            return what.status == 0 || what.status >= 500;
        }

        private boolean isGatewayError(What what) {
            return what.status == 0 || what == What.UNAVAILABLE;
        }

        void sweep(long now) {
            for (int i = 0; i < outUntil.length; i++) {
                if (outUntil[i] == 0) {
                    times[i] = Math.max(0, times[i] - 1);
                } else if (now >= outUntil[i]) {
                    outUntil[i] = 0;
                    since.get(i).clear();
                }
            }
        }
    }

    @Provide
    Arbitrary<OutlierDetection> rules() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.of(true, false),
                        Arbitraries.integers().between(1, 3),
                        Arbitraries.of(1, 30, 200),
                        Arbitraries.of(10, 34, 50, 100))
                .as((server, gateway, split, local, base, most) -> new OutlierDetection(
                        server,
                        gateway,
                        split,
                        split ? local : 0,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(base),
                        most,
                        0));
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(What.class),
                        Arbitraries.frequencyOf(
                                net.jqwik.api.Tuple.of(8, Arbitraries.just(0)),
                                net.jqwik.api.Tuple.of(2, Arbitraries.integers().between(1, 40))))
                .as(Step::new)
                .list()
                .ofMinSize(20)
                .ofMaxSize(200);
    }

    @Property(tries = 2000)
    void whoIsSetAsideIsWhoTheModelSays(@ForAll("rules") OutlierDetection rules, @ForAll("steps") List<Step> steps) {
        List<EndpointHealth> endpoints =
                IntStream.range(0, 3).mapToObj(i -> new EndpointHealth(rules)).toList();
        Ejections ejections = new Ejections(rules);
        Model model = new Model(rules, endpoints.size());
        long now = 0;
        for (Step step : steps) {
            for (int i = 0; i < step.secondsLater(); i++) {
                now += SECOND;
                ejections.sweep(endpoints, now);
                model.sweep(now);
            }
            EndpointHealth health = endpoints.get(step.endpoint());
            boolean tooMany = switch (step.what()) {
                case OK, NOT_FOUND, ERROR, UNAVAILABLE -> {
                    health.connected();
                    yield health.answered(step.what().status);
                }
                case UNREACHABLE -> health.failed();
                case SILENT -> health.timedOut();
            };
            if (tooMany) {
                ejections.eject(health, endpoints, now);
            }
            model.seen(step.endpoint(), step.what(), now);
            for (int i = 0; i < endpoints.size(); i++) {
                assertThat(endpoints.get(i).ejected())
                        .as("endpoint %d after %s at %d", i, step, now / SECOND)
                        .isEqualTo(model.outUntil[i] > 0);
            }
        }
    }

    private static OutlierDetection always(int maxEjectionPercent, Duration base) {
        return new OutlierDetection(1, 0, false, 0, Duration.ofSeconds(1), base, maxEjectionPercent, 0);
    }

    @Test
    void tenPercentOfTwoIsNobodyAndHalfIsOne() {
        for (int percent : new int[] {10, 50}) {
            OutlierDetection rules = always(percent, Duration.ofSeconds(30));
            List<EndpointHealth> two = List.of(new EndpointHealth(rules), new EndpointHealth(rules));
            Ejections ejections = new Ejections(rules);
            assertThat(ejections.eject(two.get(0), two, 0)).isEqualTo(percent == 50);
            assertThat(ejections.eject(two.get(1), two, 0)).isFalse();
        }
    }

    @Test
    void everyEjectionIsLongerUpToFiveMinutesAndGoodTimesAreForgotten() {
        OutlierDetection rules = always(100, Duration.ofSeconds(100));
        EndpointHealth one = new EndpointHealth(rules);
        List<EndpointHealth> all = List.of(one);
        Ejections ejections = new Ejections(rules);
        long now = 0;
        for (int seconds : new int[] {100, 200, 300, 300}) {
            assertThat(ejections.eject(one, all, now)).isTrue();
            assertThat(ejections.sweep(all, now + seconds * SECOND - 1)).isFalse();
            now += seconds * SECOND;
            assertThat(ejections.sweep(all, now)).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            ejections.sweep(all, now);
        }
        assertThat(Ejections.idle(all)).isTrue();
        ejections.eject(one, all, now);
        assertThat(ejections.sweep(all, now + 100 * SECOND)).isTrue();
    }
}
