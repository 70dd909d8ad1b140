package io.sluice.router.policy;

/** One question to a request. Immutable. */
interface Test {
    Test ALWAYS = facts -> true;
    Test NEVER = facts -> false;

    boolean holds(Facts facts);

    default Test not() {
        return facts -> !holds(facts);
    }

    /** All of them; of none, it holds. */
    static Test all(Test... tests) {
        return switch (tests.length) {
            case 0 -> ALWAYS;
            case 1 -> tests[0];
            default ->
                facts -> {
                    for (Test test : tests) {
                        if (!test.holds(facts)) {
                            return false;
                        }
                    }
                    return true;
                };
        };
    }

    /** One of them; of none, it does not hold. */
    static Test any(Test... tests) {
        return switch (tests.length) {
            case 0 -> NEVER;
            case 1 -> tests[0];
            default ->
                facts -> {
                    for (Test test : tests) {
                        if (test.holds(facts)) {
                            return true;
                        }
                    }
                    return false;
                };
        };
    }
}
