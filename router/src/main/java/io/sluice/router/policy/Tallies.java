package io.sluice.router.policy;

/** Where what policies on trial would have done is counted. */
@FunctionalInterface
public interface Tallies {
    /** Nobody looks at it. */
    Tallies NONE = (policy, outcome) -> loop -> {};

    /** The counter of one policy and outcome; the same one for equal ones. */
    Tally of(String policy, Outcome outcome);

    /** A counter. */
    @FunctionalInterface
    interface Tally {
        void count(int loop);
    }

    /** What would have come of a request. */
    enum Outcome {
        /** It is one that an auditor wants to know of. */
        AUDITED,
        ALLOWED,
        DENIED
    }
}
