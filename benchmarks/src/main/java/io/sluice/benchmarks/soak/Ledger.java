package io.sluice.benchmarks.soak;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;

/** The fate of each request of a trial, by its number. Shared: callers and models write from threads of their own. */
final class Ledger {
    private static final int ANSWERED = 1;
    private static final int FAILED = 2;

    private final AtomicIntegerArray outcomes;
    private final AtomicIntegerArray executions;
    private final AtomicInteger sent = new AtomicInteger();
    private final Map<String, LongAdder> reasons = new ConcurrentHashMap<>();

    /** @param requests how many there will be */
    Ledger(int requests) {
        outcomes = new AtomicIntegerArray(requests);
        executions = new AtomicIntegerArray(requests);
    }

    /** The number of the next request; −1 when all have been sent. */
    int next() {
        int number = sent.getAndIncrement();
        return number < outcomes.length() ? number : -1;
    }

    int sent() {
        return Math.min(sent.get(), outcomes.length());
    }

    /** A model has it whole. */
    void executed(int request) {
        executions.incrementAndGet(request);
    }

    void answered(int request) {
        outcomes.set(request, ANSWERED);
    }

    void failed(int request, String reason) {
        outcomes.set(request, FAILED);
        reasons.computeIfAbsent(reason, any -> new LongAdder()).increment();
    }

    Account account() {
        int answered = 0;
        int twice = 0;
        int failedButExecuted = 0;
        int answeredByNobody = 0;
        int executed = 0;
        for (int i = 0; i < sent(); i++) {
            int times = executions.get(i);
            boolean isAnswered = outcomes.get(i) == ANSWERED;
            answered += isAnswered ? 1 : 0;
            executed += times;
            twice += times > 1 ? 1 : 0;
            failedButExecuted += outcomes.get(i) == FAILED && times > 0 ? 1 : 0;
            answeredByNobody += isAnswered && times == 0 ? 1 : 0;
        }
        Map<String, Long> failed = new TreeMap<>();
        reasons.forEach((reason, count) -> failed.put(reason, count.sum()));
        return new Account(sent(), answered, failed, executed, twice, failedButExecuted, answeredByNobody);
    }

    /**
     * Both sides joined.
     *
     * @param answered with 200
     * @param failed by reason
     * @param executions of all requests by all models
     * @param twice requests that were executed more than once
     */
    record Account(
            int sent,
            int answered,
            Map<String, Long> failed,
            int executions,
            int twice,
            int failedButExecuted,
            int answeredByNobody) {
        long failures() {
            return failed.values().stream().mapToLong(Long::longValue).sum();
        }

        /** Requests that have neither an answer nor a failure. */
        long lost() {
            return sent - answered - failures();
        }

        @Override
        public String toString() {
            return "sent " + sent + " = ok " + answered + " + failed " + failures()
                    + (failed.isEmpty() ? "" : " " + failed) + (lost() == 0 ? "" : " + LOST " + lost())
                    + "; executed twice " + twice + ", failed but executed " + failedButExecuted
                    + (answeredByNobody == 0 ? "" : ", ANSWERED BY NOBODY " + answeredByNobody);
        }
    }
}
