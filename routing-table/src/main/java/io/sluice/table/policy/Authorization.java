package io.sluice.table.policy;

import java.util.List;

/**
 * Who may (AuthorizationPolicy). Asked in this order: custom, deny, allow; with at least one allow policy, what none of
 * them allows is refused. What is on trial refuses nobody.
 */
public record Authorization(List<Custom> custom, List<Rules> deny, List<Rules> allow, Trial trial) {
    public static final Authorization NONE = new Authorization(List.of(), List.of(), List.of());

    public Authorization {
        custom = List.copyOf(custom);
        deny = List.copyOf(deny);
        allow = List.copyOf(allow);
    }

    /** With nothing on trial. */
    public Authorization(List<Custom> custom, List<Rules> deny, List<Rules> allow) {
        this(custom, deny, allow, Trial.NONE);
    }

    /**
     * What is counted, and changes no answer.
     *
     * @param audit whose matches are wanted ({@code action: AUDIT})
     * @param deny what would be denied ({@code istio.io/dry-run})
     * @param allow what would be allowed, beside what the others allow
     */
    public record Trial(List<Rules> audit, List<Rules> deny, List<Rules> allow) {
        public static final Trial NONE = new Trial(List.of(), List.of(), List.of());

        public Trial {
            audit = List.copyOf(audit);
            deny = List.copyOf(deny);
            allow = List.copyOf(allow);
        }
    }

    /** One policy's rules; it matches if one of them does. No rule matches nothing. */
    public record Rules(String policy, List<Rule> rules) {
        public Rules {
            rules = List.copyOf(rules);
        }
    }

    /** What matches is decided by an external authorizer; all of a gate name the same one. */
    public record Custom(Rules rules, Authorizer authorizer) {}

    /** One of {@code from}, one of {@code to}, and all of {@code when}; an empty list holds. */
    public record Rule(List<Source> from, List<Operation> to, List<Condition> when) {
        public Rule {
            from = List.copyOf(from);
            to = List.copyOf(to);
            when = List.copyOf(when);
        }
    }

    /** Who calls; every non-empty part must hold. Texts are Istio's: exact, {@code x*}, {@code *x} or {@code *}. */
    public record Source(
            Values principals,
            Values requestPrincipals,
            Values namespaces,
            Values serviceAccounts,
            Values ipBlocks,
            Values remoteIpBlocks) {}

    /** What is asked for; every non-empty part must hold. */
    public record Operation(Values hosts, Values ports, Values methods, Values paths) {}

    /** An attribute such as {@code request.headers[x]} or {@code request.auth.claims[a]}. */
    public record Condition(String key, Values values) {}

    /** One of {@code any} if it is not empty, and none of {@code none}. */
    public record Values(List<String> any, List<String> none) {
        public static final Values ALL = new Values(List.of(), List.of());

        public Values {
            any = List.copyOf(any);
            none = List.copyOf(none);
        }
    }
}
