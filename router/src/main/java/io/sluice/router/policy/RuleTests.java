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
    private RuleTests() {}

    static Test of(Rule rule) {
        return Test.all(
                alternatives(rule.to(), RuleTests::operation),
                alternatives(rule.from(), RuleTests::source),
                Test.all(rule.when().stream().map(RuleTests::condition).toArray(Test[]::new)));
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

    private static Test source(Source source) {
        return Test.all(
                values(source.ipBlocks(), block -> range(block, Facts::source)),
                values(source.remoteIpBlocks(), block -> range(block, Facts::remote)),
                values(source.principals(), RuleTests::peer),
                values(source.namespaces(), RuleTests::peer),
                values(source.serviceAccounts(), RuleTests::peer),
                values(source.requestPrincipals(), ClaimTests::principal));
    }

    private static Test condition(Condition condition) {
        String key = condition.key();
        return values(
                condition.values(),
                switch (key) {
                    case "source.ip" -> block -> range(block, Facts::source);
                    case "remote.ip" -> block -> range(block, Facts::remote);
                    case "destination.ip" -> block -> range(block, Facts::local);
                    case "destination.port" -> RuleTests::port;
                    case "request.auth.principal" -> ClaimTests::principal;
                    case "request.auth.audiences" -> audience -> ClaimTests.claim(List.of("aud"), audience);
                    case "request.auth.presenter" -> presenter -> ClaimTests.claim(List.of("azp"), presenter);
                    default -> keyed(key);
                });
    }

    /** {@code request.headers[x]} and {@code request.auth.claims[a][b]}; of what is not known of a request, nothing holds. */
    private static Function<String, Test> keyed(String key) {
        int bracket = key.indexOf('[');
        if (bracket < 0 || !key.endsWith("]")) {
            return RuleTests::peer;
        }
        String inner = key.substring(bracket + 1, key.length() - 1);
        return switch (key.substring(0, bracket)) {
            case "request.headers" -> value -> HeaderTests.of(inner, value);
            case "request.auth.claims" -> value -> ClaimTests.claim(List.of(inner.split("\\]\\[", -1)), value);
            default -> RuleTests::peer;
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

    /** Who the peer is, and the name that it asked TLS for: known from TLS alone, which is not spoken here yet. */
    private static Test peer(String wanted) {
        return Test.NEVER;
    }
}
