package io.sluice.router.policy;

import io.sluice.router.policy.jwt.Claims;
import java.util.List;

/** Conditions on the claims of a verified token (istio.md §4.3). Without a token none of them holds. */
final class ClaimTests {
    private static final PolicyText ANY = PolicyText.of("*");

    private ClaimTests() {}

    /**
     * {@code issuer/subject}, parted at the last slash; both must be there, so that an issuer alone, or a subject with a slash
     * in it, fits nobody.
     */
    static Test principal(String wanted) {
        int slash = wanted.lastIndexOf('/');
        if (wanted.equals("*")) {
            return principal(ANY, ANY);
        }
        if (slash >= 0) {
            return principal(PolicyText.of(wanted.substring(0, slash)), PolicyText.of(wanted.substring(slash + 1)));
        }
        if (wanted.startsWith("*")) {
            return principal(ANY, PolicyText.of(wanted));
        }
        return wanted.endsWith("*")
                ? principal(PolicyText.of(wanted), ANY)
                : principal(PolicyText.of(wanted), PolicyText.of(""));
    }

    private static Test principal(PolicyText issuer, PolicyText subject) {
        return facts -> {
            Claims claims = facts.claims();
            return claims != null && claims.hasText("iss", issuer::matches) && claims.hasText("sub", subject::matches);
        };
    }

    static Test claim(List<String> path, String wanted) {
        PolicyText text = PolicyText.of(wanted);
        return facts -> {
            Claims claims = facts.claims();
            return claims != null && claims.has(path, text::matches);
        };
    }
}
