package io.sluice.router.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Source;
import io.sluice.table.policy.Authorization.Values;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may: one row per sentence of istio.md §4.3. */
class AuthorizationTest {
    private static final Rules EVERYTHING = new Rules("p", List.of(new Rule(List.of(), List.of(), List.of())));
    private static final Rules NOTHING = new Rules("p", List.of());

    @Test
    void denyComesBeforeAllowAndWhatNobodyAllowsIsRefused() {
        assertThat(judge(List.of(), List.of())).isEqualTo("passes");
        assertThat(judge(List.of(EVERYTHING), List.of(EVERYTHING)))
                .isEqualTo("rbac_access_denied_matched_policy[p-rule[0]]");
        assertThat(judge(List.of(NOTHING), List.of())).isEqualTo("passes");
        assertThat(judge(List.of(), List.of(NOTHING))).isEqualTo("rbac_access_denied_matched_policy[none]");
        assertThat(judge(List.of(), List.of(NOTHING, EVERYTHING))).isEqualTo("passes");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "/exact, /exact, true",
        "/exact, /exact/, false",
        "/pre*, /pre, true",
        "*.json, /a/b.json, true",
        "/mid*dle, /midXdle, false",
        "/mid*dle, /mid*dle, true",
        "*, /, true",
        "/foo/{*}/bar/{**}, /foo/buzz/bar/bat/fuzz.txt, true",
        "/foo/{*}/bar/{**}, /foo/bar/bat.txt, false",
        "/foo/{*}/bar/{**}, /foo//bar/x, false",
        "/store/{**}/cart, /store/foo/bar/cart, true",
        "/store/{**}/cart, /store/cart, false",
        "/allow/admin/{**}, /allow/admin/, true",
        "/allow/admin/{**}, /allow/admin, false",
        "/a.c/{*}, /abc/x, false",
    })
    void paths(String pattern, String path, boolean fits) {
        assertThat(holds(operation(Values.ALL, new Values(List.of(pattern), List.of())), path, "h", "10.0.0.1"))
                .isEqualTo(fits);
        assertThat(holds(operation(Values.ALL, new Values(List.of(), List.of(pattern))), path, "h", "10.0.0.1"))
                .isEqualTo(!fits);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "x.example.com, X.Example.com, true",
        "x.example.com, x.example.com:8000, false",
        "*.example.com, a.b.example.com, true",
        "old.*, OLD.example.org:7, true",
        "UPPER.example.com, upper.example.com, true",
        "*, h, true",
    })
    void hostsInAnyCaseAndWithTheirPort(String pattern, String host, boolean fits) {
        assertThat(holds(operation(new Values(List.of(pattern), List.of()), Values.ALL), "/", host, "10.0.0.1"))
                .isEqualTo(fits);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "10.0.0.0/8, 10.255.1.1, true",
        "10.0.0.0/9, 10.128.0.0, false",
        "10.1.2.3, 10.1.2.3, true",
        "0.0.0.0/0, 1.2.3.4, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "203.0.113.0/24, ::ffff:203.0.113.9, false",
        "203.0.113.0/24, unknown, false",
    })
    void addresses(String block, String address, boolean fits) {
        Values values = new Values(List.of(block), List.of());
        Source source = new Source(Values.ALL, Values.ALL, Values.ALL, Values.ALL, values, Values.ALL);
        assertThat(holds(new Rule(List.of(source), List.of(), List.of()), "/", "h", address))
                .isEqualTo(fits);
        Condition condition = new Condition("source.ip", new Values(List.of(), List.of(block)));
        assertThat(holds(new Rule(List.of(), List.of(), List.of(condition)), "/", "h", address))
                .isEqualTo(!fits);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "request.headers[x-a], one, true",
        "request.headers[X-A], two, true",
        "request.headers[x-a], 'one,two', false",
        "request.headers[x-empty], *, true",
        "request.headers[x-missing], *, false",
        "request.headers[:path], /p?q=1, true",
        "request.headers[:method], GET, true",
        "request.headers[host], h, true",
        "destination.port, 8080, true",
        "destination.port, 80, false",
        "connection.sni, *, false",
        "source.principal, *, false",
    })
    void conditions(String key, String value, boolean fits) {
        Condition wanted = new Condition(key, new Values(List.of(value), List.of()));
        Condition unwanted = new Condition(key, new Values(List.of(), List.of(value)));
        assertThat(holds(new Rule(List.of(), List.of(), List.of(wanted)), "/p?q=1", "h", "10.0.0.1"))
                .isEqualTo(fits);
        assertThat(holds(new Rule(List.of(), List.of(), List.of(unwanted)), "/p?q=1", "h", "10.0.0.1"))
                .isEqualTo(!fits);
    }

    private static Rule operation(Values hosts, Values paths) {
        return new Rule(List.of(), List.of(new Operation(hosts, Values.ALL, Values.ALL, paths)), List.of());
    }

    private static String judge(List<Rules> deny, List<Rules> allow) {
        CompiledPolicies policies = CompiledPolicies.of(
                null, new Authorization(List.of(), deny, allow), new io.sluice.router.policy.jwt.Keys(false));
        Denial denial = policies == null ? null : policies.judge(facts("/", "h", "10.0.0.1"));
        return denial == null ? "passes" : denial.details();
    }

    private static boolean holds(Rule rule, String target, String host, String address) {
        return RuleTests.of(rule).holds(facts(target, host, address));
    }

    private static Facts facts(String target, String host, String address) {
        String head = "GET " + target + " HTTP/1.1\r\nhost: " + host + "\r\nx-a: one\r\nx-a: two\r\nx-empty:\r\n\r\n";
        return new Facts()
                .of(
                        HeadReading.of(Ascii.bytes(head), Limits.DEFAULT).head(),
                        Ascii.bytes(address),
                        Ascii.bytes(address),
                        Ascii.bytes("127.0.0.1"),
                        8080);
    }
}
