package io.sluice.watcher.write;

import io.sluice.watcher.front.FrontPlan.Step;
import io.sluice.watcher.front.FrontPlan.WithdrawService;
import io.sluice.watcher.front.FrontPlan.WithdrawSlice;
import io.sluice.watcher.front.FrontPlan.WriteService;
import io.sluice.watcher.front.FrontPlan.WriteSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Which steps of a plan are due. One that was taken is not taken again until it must have been seen; one that failed is tried again, later
 * each time. Another step for the same object is due at once. Confined to its thread.
 */
final class Agenda {
    /** By then a watch has shown what was written. */
    static final Duration SEEN = Duration.ofSeconds(5);

    static final Duration FIRST = Duration.ofSeconds(1);
    static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private final Map<String, Entry> entries = new HashMap<>();

    /** @param failures in a row */
    private record Entry(Step step, long notBeforeNanos, int failures) {}

    Agenda(RandomGenerator random) {
        this.random = random;
    }

    /** In their order. */
    List<Step> due(List<Step> plan, long nowNanos) {
        Set<String> objects = plan.stream().map(Agenda::object).collect(Collectors.toSet());
        entries.keySet().retainAll(objects);
        List<Step> due = new ArrayList<>();
        for (Step step : plan) {
            Entry entry = entries.get(object(step));
            if (entry == null || !entry.step().equals(step) || nowNanos - entry.notBeforeNanos() >= 0) {
                due.add(step);
            }
        }
        return due;
    }

    void taken(Step step, long nowNanos) {
        entries.put(object(step), new Entry(step, nowNanos + SEEN.toNanos(), 0));
    }

    void failed(Step step, long nowNanos) {
        Entry entry = entries.get(object(step));
        int failures = entry == null ? 0 : entry.failures();
        long mean = Math.min(LONGEST.toNanos(), FIRST.toNanos() << Math.min(failures, 20));
        // Between half and one and a half: replicas that failed together do not come back together.
        long wait = (long) (mean * (0.5 + random.nextDouble()));
        entries.put(object(step), new Entry(step, nowNanos + wait, failures + 1));
    }

    private static String object(Step step) {
        String kind = switch (step) {
            case WriteService service -> "Service";
            case WithdrawService service -> "Service";
            case WriteSlice slice -> "EndpointSlice";
            case WithdrawSlice slice -> "EndpointSlice";
        };
        return kind + " " + step.namespace() + "/" + step.name();
    }
}
