package io.sluice.watcher.admission.security;

import io.sluice.table.policy.Authorization.Values;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;

/** What is known of who calls, for policies that ask (DESIGN §7). */
final class Peers {
    private Peers() {}

    static void tell(Reader reader, String field, Values values) {
        if (!values.equals(Values.ALL)) {
            reader.problem(
                    Severity.NOTICE,
                    Code.POLICY_TRAP,
                    field,
                    "callers are known by a client certificate alone, which servers of mode MUTUAL ask for; to pods,"
                        + " what came through a gateway is that gateway (--gateway-identity), and a caller of the mesh"
                        + " is nobody known: it fits nothing, and no `not` allows it");
        }
    }
}
