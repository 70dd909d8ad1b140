package io.sluice.router.admin;

import org.jspecify.annotations.Nullable;

/**
 * Where the router answers for itself; 0 = any free port.
 *
 * @param health {@code /ready}, {@code /live}; and what has no port of its own
 * @param metrics null = on {@code health}
 * @param inspection null = on {@code health}
 * @param token what an inspector must bring, from wherever; null = inspection is for loopback alone
 */
public record AdminPorts(
        int health,
        @Nullable Integer metrics,
        @Nullable Integer inspection,
        @Nullable String token) {

    /** All on one port, inspection for loopback alone. */
    public static AdminPorts on(int port) {
        return new AdminPorts(port, null, null, null);
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "health " + health + ", metrics " + metrics + ", inspection " + inspection;
    }
}
