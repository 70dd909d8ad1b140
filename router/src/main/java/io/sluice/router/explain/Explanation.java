package io.sluice.router.explain;

import io.sluice.router.policy.Judgement;
import io.sluice.table.Origin;
import io.sluice.table.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request, and why: each step as far as it was taken.
 *
 * @param generation number of the table that was asked
 * @param request {@code POST /path HTTP/1.1}, as a client would send it
 * @param host the {@code Host} it would send
 * @param caller the calling pod, {@code namespace/name}; empty = not known
 * @param listener null = nothing listens there
 * @param found null = no host of the listener has that name
 * @param path in normal form, without query: what was matched; empty = it never came to that
 * @param tried routes of the host, in order, up to the one that matched
 * @param gates whose policies it meets, the router's first, and what each of them says
 * @param policies what else may answer it or change it on the way, a line each
 */
public record Explanation(
        long generation,
        String request,
        String host,
        String caller,
        @Nullable OpenPort listener,
        @Nullable FoundHost found,
        String path,
        List<Tried> tried,
        List<Gate> gates,
        List<String> policies,
        Outcome outcome) {

    public Explanation {
        tried = List.copyOf(tried);
        gates = List.copyOf(gates);
        policies = List.copyOf(policies);
    }

    /**
     * Policies that are asked together. No token and nothing of one is in it.
     *
     * @param where {@code router}, or the pods
     * @param verdict {@code passes}, or what is answered
     */
    public record Gate(String where, String verdict, List<Judgement> policies) {
        public Gate {
            policies = List.copyOf(policies);
        }
    }

    /** Whether a route answers, or the router itself in a model's place; not whether that answer is a success. */
    public boolean routed() {
        return switch (outcome) {
            case Outcome.Forwarded forwarded -> true;
            case Outcome.Passed passed -> true;
            case Outcome.Redirected redirected -> true;
            case Outcome.Answered answered -> true;
            case Outcome.Refused refused -> false;
            case Outcome.Missed missed -> false;
        };
    }

    /**
     * The listener that took it.
     *
     * @param port that is bound
     * @param declaredPort what a Gateway's manifest says
     */
    public record OpenPort(String name, Role role, int port, int declaredPort) {}

    /** @param why by which of its names */
    public record FoundHost(String name, String why) {}

    /**
     * A route that was asked.
     *
     * @param position from 0
     * @param unmet the first condition that does not hold; null = it matches
     */
    public record Tried(
            int position,
            String route,
            Origin origin,
            @Nullable Unmet unmet) {}

    /** @param got what the request has in that place; empty = nothing */
    public record Unmet(String condition, String wanted, String got) {}
}
