package io.sluice.conformance.play;

import io.sluice.conformance.feature.WaitingList;

/** What a played case means, given the waiting list. */
public enum Verdict {
    PASSED,
    /** It does not pass, and is not expected to. */
    WAITING,
    FAILED,
    /** It passes although it is listed: the list must shrink. */
    NO_LONGER_WAITING;

    public static Verdict of(Played played, WaitingList waiting) {
        if (waiting.holds(played.name())) {
            return played.passed() ? NO_LONGER_WAITING : WAITING;
        }
        return played.passed() ? PASSED : FAILED;
    }
}
