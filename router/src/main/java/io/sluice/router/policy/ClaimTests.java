package io.sluice.router.policy;

import java.util.List;

/** Conditions on the claims of a verified token. */
final class ClaimTests {
    private ClaimTests() {}

    static Test principal(String wanted) {
        return Test.NEVER;
    }

    static Test claim(List<String> path, String wanted) {
        return Test.NEVER;
    }
}
