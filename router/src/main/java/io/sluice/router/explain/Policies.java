package io.sluice.router.explain;

import io.sluice.router.route.CompiledListener;
import io.sluice.table.Listener;
import io.sluice.table.Route;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Fault;
import io.sluice.table.policy.JwtAuthentication;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The policies that a request meets on its way, in the order it meets them; a line each. */
final class Policies {
    private final List<String> lines = new ArrayList<>();

    private Policies() {}

    static List<String> of(Walk walk) {
        Policies policies = new Policies();
        CompiledListener compiled = walk.listener();
        for (Listener listener : walk.generation().declared().listeners()) {
            if (compiled != null && listener.name().equals(compiled.name()) && listener.port() == walk.port()) {
                policies.gate(
                        "",
                        listener.policies().authentication(),
                        listener.policies().authorization());
            }
        }
        Route route = walk.declaredRoute();
        if (route != null) {
            policies.route(route);
            walk.generation()
                    .declared()
                    .workloadPolicies()
                    .forEach(guard -> policies.gate(
                            "at pods " + (guard.namespace() == null ? "of every namespace" : "of " + guard.namespace())
                                    + (guard.labels().isEmpty() ? "" : " with " + guard.labels()) + ": ",
                            guard.authentication(),
                            guard.authorization()));
        }
        return policies.lines;
    }

    private void gate(String where, @Nullable JwtAuthentication authentication, Authorization authorization) {
        if (authentication != null) {
            lines.add(where + "tokens of "
                    + authentication.rules().stream()
                            .map(JwtAuthentication.Rule::issuer)
                            .collect(Collectors.joining(", ")));
        }
        authorization
                .custom()
                .forEach(custom -> lines.add(where + "custom " + custom.rules().policy() + " by "
                        + custom.authorizer().name()));
        authorization.deny().forEach(rules -> lines.add(where + "deny " + rules.policy()));
        authorization.allow().forEach(rules -> lines.add(where + "allow " + rules.policy()));
    }

    private void route(Route route) {
        Fault fault = route.policies().fault();
        if (fault != null && fault.delay() != null) {
            lines.add("fault: a delay of " + fault.delay().duration() + " for "
                    + fault.delay().share().perMillion() / 10_000.0 + " %");
        }
        if (fault != null && fault.abort() != null) {
            lines.add("fault: " + fault.abort().answer() + " for "
                    + fault.abort().share().perMillion() / 10_000.0 + " %");
        }
        if (route.policies().cors() != null) {
            lines.add("cors: origins "
                    + route.policies().cors().allowOrigins().stream()
                            .map(Words::of)
                            .collect(Collectors.joining(", ")));
        }
    }
}
