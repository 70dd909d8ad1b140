package io.sluice.table;

import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.tls.ListenerTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open port in one role. Listeners that share a port are asked in order: TLS ones are chosen by SNI; of plaintext ones
 * the first that knows the request's host answers (mesh names stand before a gateway's {@code *}).
 *
 * @param name unique, for people: {@code gateway:istio-system/seldon-gateway:80}, {@code mesh:8000}, {@code front:my-ns/canary:8000}
 * @param port the port that is bound, 1–65535
 * @param declaredPort what a Gateway's manifest says ({@code 80} where {@code 8080} is bound), or the port of the Service that
 *     leads here; {@code match.port} and redirects see this one, and on mesh listeners policies
 * @param tls null for plaintext
 * @param traffic what arrives once TLS, if any, is settled
 * @param policies the gates that every request of this listener passes
 */
public record Listener(
        String name,
        int port,
        int declaredPort,
        Role role,
        @Nullable ListenerTls tls,
        Traffic traffic,
        ListenerPolicies policies) {

    public Listener {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("listener " + name + ": port " + port);
        }
    }

    /** A plaintext HTTP listener without policies. */
    public static Listener http(
            String name, int port, int declaredPort, Role role, List<Host> hosts, HttpOptions options) {
        return http(name, port, declaredPort, role, new Traffic.Http(hosts, false, options));
    }

    /** The same with traffic of any nature. */
    public static Listener http(String name, int port, int declaredPort, Role role, Traffic.Http traffic) {
        return new Listener(name, port, declaredPort, role, null, traffic, ListenerPolicies.NONE);
    }

    /** The same with the options of a mesh that says nothing. */
    public static Listener http(String name, int port, int declaredPort, Role role, List<Host> hosts) {
        return http(name, port, declaredPort, role, hosts, HttpOptions.DEFAULT);
    }

    /** The same on another port. */
    public Listener withPort(int other) {
        return new Listener(name, other, declaredPort, role, tls, traffic, policies);
    }

    /** The same behind other gates. */
    public Listener withPolicies(ListenerPolicies gates) {
        return new Listener(name, port, declaredPort, role, tls, traffic, gates);
    }
}
