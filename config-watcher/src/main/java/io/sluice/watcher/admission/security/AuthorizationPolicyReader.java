package io.sluice.watcher.admission.security;

import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Source;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.resource.AuthorizationPolicy;
import io.sluice.watcher.resource.AuthorizationPolicy.Action;
import io.sluice.watcher.resource.Meta;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads an AuthorizationPolicy (istio.md §4.3). */
public final class AuthorizationPolicyReader {
    private static final String DRY_RUN = "istio.io/dry-run";

    private final Meta meta;
    private final Action action;

    private AuthorizationPolicyReader(Meta meta, Action action) {
        this.meta = meta;
        this.action = action;
    }

    /** @param spec null if there is none: nobody is allowed then */
    public static AuthorizationPolicy read(Meta meta, @Nullable Reader spec) {
        boolean dryRun = "true".equals(meta.annotations().get(DRY_RUN));
        if (spec == null) {
            return new AuthorizationPolicy(meta, Selection.NONE.labels(), false, Action.ALLOW, "", dryRun, List.of());
        }
        Selection selection = Selection.read(spec);
        Action action = action(spec);
        String provider = provider(spec, action);
        AuthorizationPolicyReader reader = new AuthorizationPolicyReader(meta, action);
        List<Rule> rules = spec.objects("rules", reader::rule);
        if (rules.isEmpty() && (action == Action.DENY || action == Action.CUSTOM)) {
            throw spec.refused(
                    "rules", action + " action without `rules` is meaningless as it will never be triggered");
        }
        if (dryRun || action == Action.AUDIT) {
            spec.problem(
                    Severity.NOTICE,
                    Code.POLICY_TRAP,
                    "",
                    action == Action.CUSTOM
                            ? "is a dry run: nobody is asked, and nothing is counted"
                            : (dryRun ? "is a dry run" : "only audits")
                                    + ": it refuses nothing; sluice_policy_trials_total counts what it matches");
        }
        return new AuthorizationPolicy(meta, selection.labels(), selection.attached(), action, provider, dryRun, rules);
    }

    private static Action action(Reader spec) {
        String text = spec.text("action", "ALLOW");
        return switch (text) {
            case "ALLOW" -> Action.ALLOW;
            case "DENY" -> Action.DENY;
            case "AUDIT" -> Action.AUDIT;
            case "CUSTOM" -> Action.CUSTOM;
            default -> throw spec.invalid("action", "\"" + text + "\" is none of ALLOW, DENY, AUDIT, CUSTOM");
        };
    }

    private static String provider(Reader spec, Action action) {
        String name = spec.object("provider", provider -> provider.text("name", ""));
        if (action == Action.CUSTOM && (name == null || name.isEmpty())) {
            throw spec.refused("provider", "`provider.name` must not be empty");
        }
        if (action != Action.CUSTOM && name != null) {
            throw spec.refused("provider", "`provider` must not be set with action " + action);
        }
        return name == null ? "" : name;
    }

    private Rule rule(Reader rule) {
        List<Source> from = rule.objects("from", entry -> part(entry, "source", this::source));
        List<Operation> to =
                rule.objects("to", entry -> part(entry, "operation", AuthorizationPolicyReader::operation));
        List<Condition> when = rule.objects("when", this::condition);
        for (String list : new String[] {"from", "to"}) {
            if (rule.has(list) && (list.equals("from") ? from : to).isEmpty()) {
                throw rule.refused(list, "`" + list + "` cannot be empty, should have at least 1 item");
            }
        }
        return new Rule(from, to, when);
    }

    private static <T> T part(Reader entry, String field, Function<Reader, @Nullable T> read) {
        T part = entry.object(field, read);
        if (part == null) {
            throw entry.refused(field, "`" + field + "` cannot be nil");
        }
        return part;
    }

    private Source source(Reader source) {
        Values principals = values(source, "principals", "notPrincipals");
        Values tokens = values(source, "requestPrincipals", "notRequestPrincipals");
        Values namespaces = values(source, "namespaces", "notNamespaces");
        Values accounts = values(source, "serviceAccounts", "notServiceAccounts");
        Values addresses = values(source, "ipBlocks", "notIpBlocks");
        Values remotes = values(source, "remoteIpBlocks", "notRemoteIpBlocks");
        if (source.has("trustDomains") || source.has("notTrustDomains")) {
            throw source.invalid("trustDomains", "is newer than what this router reads; use principals");
        }
        Source read = new Source(principals, tokens, namespaces, qualified(accounts), addresses, remotes);
        if (read.equals(new Source(Values.ALL, Values.ALL, Values.ALL, Values.ALL, Values.ALL, Values.ALL))) {
            throw source.refused("", "`from.source` cannot be empty, should have at least 1 field set");
        }
        if (!accounts.equals(Values.ALL) && !(principals.equals(Values.ALL) && namespaces.equals(Values.ALL))) {
            throw source.refused("serviceAccounts", "cannot be set with principals or namespaces");
        }
        if (action == Action.CUSTOM && !tokens.equals(Values.ALL)) {
            throw source.refused("requestPrincipals", "is not supported with action CUSTOM: tokens are checked later");
        }
        Addresses.check(source, "ipBlocks", addresses);
        Addresses.check(source, "remoteIpBlocks", remotes);
        Peers.tell(source, "principals", principals);
        Peers.tell(source, "namespaces", namespaces);
        Peers.tell(source, "serviceAccounts", accounts);
        return read;
    }

    /** A bare name is one of the policy's namespace. */
    private Values qualified(Values accounts) {
        return new Values(
                accounts.any().stream().map(this::qualified).toList(),
                accounts.none().stream().map(this::qualified).toList());
    }

    private String qualified(String account) {
        return account.contains("/") ? account : meta.namespace() + "/" + account;
    }

    private static Operation operation(Reader operation) {
        Values hosts = values(operation, "hosts", "notHosts");
        Values ports = values(operation, "ports", "notPorts");
        Values methods = values(operation, "methods", "notMethods");
        Values paths = values(operation, "paths", "notPaths");
        Operation read = new Operation(hosts, ports, methods, paths);
        if (read.equals(new Operation(Values.ALL, Values.ALL, Values.ALL, Values.ALL))) {
            throw operation.refused("", "`to.operation` cannot be empty, should have at least 1 field set");
        }
        Ports.check(operation, "ports", ports);
        Templates.check(operation, "paths", paths);
        for (List<String> list : List.of(hosts.any(), hosts.none())) {
            for (String host : list) {
                if (!host.contains(":") && !host.endsWith("*")) {
                    operation.problem(
                            Severity.NOTICE,
                            Code.POLICY_TRAP,
                            hosts.any().contains(host) ? "hosts" : "notHosts",
                            "\"" + host + "\" is compared with the whole Host: it does not fit " + host
                                    + ":8000; write the port too, or match by path");
                }
            }
        }
        return read;
    }

    private Condition condition(Reader condition) {
        String key = condition.text("key", "");
        Values values = values(condition, "values", "notValues");
        if (key.isEmpty()) {
            throw condition.refused("key", "`key` cannot be empty");
        }
        if (values.equals(Values.ALL)) {
            throw condition.refused("", "at least one of `values` or `notValues` must be set for key " + key);
        }
        Conditions.check(condition, key, values, action);
        return new Condition(key, key.equals("source.serviceAccount") ? qualified(values) : values);
    }

    private static Values values(Reader reader, String any, String none) {
        Values values = new Values(reader.texts(any), reader.texts(none));
        for (String field : new String[] {any, none}) {
            if ((field.equals(any) ? values.any() : values.none()).contains("")) {
                throw reader.refused(field, "`" + field + "` must not have an empty value");
            }
        }
        return values;
    }
}
