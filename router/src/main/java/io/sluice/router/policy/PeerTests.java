package io.sluice.router.policy;

import com.google.re2j.Pattern;
import io.sluice.router.http.Ascii;

/** Conditions on who calls, and on the name that a handshake asked for (istio.md §4.3). Who is nobody fits none of them. */
final class PeerTests {
    private PeerTests() {}

    static Test principal(String wanted) {
        PolicyText text = PolicyText.of(wanted);
        return facts -> {
            byte[] identity = facts.peer().identity();
            return identity.length > 0 && text.matches(identity, 0, identity.length);
        };
    }

    /** A star stands for anything, wherever it is; everything else for itself. */
    static Test namespace(String wanted) {
        StringBuilder pattern = new StringBuilder(".*/ns/");
        for (String part : wanted.split("((?<=\\*)|(?=\\*))", -1)) {
            pattern.append(part.equals("*") ? ".*" : Pattern.quote(part));
        }
        return identity(Pattern.compile(pattern.append("/.*").toString()));
    }

    /** @param wanted {@code namespace/account} */
    static Test serviceAccount(String wanted) {
        int slash = wanted.indexOf('/');
        return identity(Pattern.compile(".+/ns/" + Pattern.quote(wanted.substring(0, slash)) + "/sa/"
                + Pattern.quote(wanted.substring(slash + 1))));
    }

    private static Test identity(Pattern pattern) {
        return facts -> {
            byte[] identity = facts.peer().identity();
            return identity.length > 0
                    && pattern.matcher(Ascii.text(identity, 0, identity.length)).matches();
        };
    }

    static Test serverName(String wanted) {
        PolicyText text = PolicyText.of(wanted);
        return facts -> {
            byte[] name = facts.serverName();
            return text.matches(name, 0, name.length);
        };
    }
}
