package io.sluice.router.policy;

import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Source;
import io.sluice.table.policy.Authorization.Values;
import java.util.List;
import java.util.function.Function;

/** One of {@code from}, one of {@code to}, all of {@code when}; an empty list holds (istio.md §4.3). */
final class RuleTests {
    /** Whether a match lets a request through: then who may be anybody is not known to be somebody else. */
    private final boolean allows;

    private RuleTests(boolean allows) {
        this.allows = allows;
    }

    /** Of a policy that allows what matches. */
    static Test allowing(Rule rule) {
        return new RuleTests(true).of(rule);
    }

    /** Of one that does something else with it. */
    static Test matching(Rule rule) {
        return new RuleTests(false).of(rule);
    }

    private Test of(Rule rule) {
        return Test.all(
                alternatives(rule.to(), RuleTests::operation),
                alternatives(rule.from(), this::source),
                Test.all(rule.when().stream().map(this::condition).toArray(Test[]::new)));
    }

    private static <T> Test alternatives(List<T> parts, Function<T, Test> test) {
        return parts.isEmpty() ? Test.ALWAYS : Test.any(parts.stream().map(test).toArray(Test[]::new));
    }

    private static Test operation(Operation operation) {
        return Test.all(
                values(operation.ports(), RuleTests::port),
                values(operation.methods(), method -> HeaderTests.method(PolicyText.of(method))),
                values(operation.hosts(), host -> HeaderTests.host(PolicyText.ignoringCase(host))),
                values(operation.paths(), PathTests::of));
    }

    private Test source(Source source) {
        return Test.all(
                values(source.ipBlocks(), block -> range(block, Facts::source)),
                values(source.remoteIpBlocks(), block -> range(block, Facts::remote)),
                peers(source.principals(), PeerTests::principal),
                peers(source.namespaces(), PeerTests::namespace),
                peers(source.serviceAccounts(), PeerTests::serviceAccount),
                values(source.requestPrincipals(), ClaimTests::principal));
    }

    private Test condition(Condition condition) {
        Values values = condition.values();
        return switch (condition.key()) {
            case "source.principal" -> peers(values, PeerTests::principal);
            case "source.namespace" -> peers(values, PeerTests::namespace);
            case "source.serviceAccount" -> peers(values, PeerTests::serviceAccount);
            case "connection.sni" -> values(values, PeerTests::serverName);
            case "source.ip" -> values(values, block -> range(block, Facts::source));
            case "remote.ip" -> values(values, block -> range(block, Facts::remote));
            case "destination.ip" -> values(values, block -> range(block, Facts::local));
            case "destination.port" -> values(values, RuleTests::port);
            case "request.auth.principal" -> values(values, ClaimTests::principal);
            case "request.auth.audiences" -> values(values, audience -> ClaimTests.claim(List.of("aud"), audience));
            case "request.auth.presenter" -> values(values, presenter -> ClaimTests.claim(List.of("azp"), presenter));
            default -> values(values, keyed(condition.key()));
        };
    }

    private Test peers(Values values, Function<String, Test> test) {
        Test fits = values(values, test);
        return allows && !values.none().isEmpty()
                ? Test.all(facts -> facts.peer().certain(), fits)
                : fits;
    }

    /** {@code request.headers[x]} and {@code request.auth.claims[a][b]}; of what is not known of a request, nothing holds. */
    private static Function<String, Test> keyed(String key) {
        int bracket = key.indexOf('[');
        if (bracket < 0 || !key.endsWith("]")) {
            return unknown -> Test.NEVER;
        }
        String inner = key.substring(bracket + 1, key.length() - 1);
        return switch (key.substring(0, bracket)) {
            case "request.headers" -> value -> HeaderTests.of(inner, value);
            case "request.auth.claims" -> value -> ClaimTests.claim(List.of(inner.split("\\]\\[", -1)), value);
            default -> unknown -> Test.NEVER;
        };
    }

    /** One of the first, if there are any, and none of the second. */
    private static Test values(Values values, Function<String, Test> test) {
        Test any = alternatives(values.any(), test);
        return values.none().isEmpty()
                ? any
                : Test.all(any, alternatives(values.none(), test).not());
    }

    private static Test range(String block, Function<Facts, byte[]> address) {
        AddressRange range = AddressRange.of(block);
        return range == null ? Test.NEVER : facts -> range.has(address.apply(facts));
    }

    private static Test port(String text) {
        int port = Integer.parseInt(text);
        return facts -> facts.port() == port;
    }
}
