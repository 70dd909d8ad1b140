package io.sluice.router.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.policy.jwt.Claimed;
import io.sluice.router.policy.jwt.Keys;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Condition;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Source;
import io.sluice.table.policy.Authorization.Trial;
import io.sluice.table.policy.Authorization.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Identities are texts, not patterns (CVE-2026-39350): a dot is a dot. */
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "principal, cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/web, true",
        "principal, cluster.local/ns/shop/sa/web, clusterXlocal/ns/shop/sa/web, false",
        "principal, cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/web2, false",
        "principal, spiffe://cluster.local/ns/shop/sa/web, cluster.local/ns/shop/sa/web, false",
        "principal, cluster.local/ns/shop/*, cluster.local/ns/shop/sa/web, true",
        "principal, */sa/web, cluster.local/ns/shop/sa/web, true",
        "principal, *, cluster.local/ns/shop/sa/web, true",
        "principal, *, '', false",
        "namespace, shop, cluster.local/ns/shop/sa/web, true",
        "namespace, shop, cluster.local/ns/shop2/sa/web, false",
        "namespace, sh*, cluster.local/ns/shop/sa/web, true",
        "namespace, *op, cluster.local/ns/shop/sa/web, true",
        "namespace, s*p, cluster.local/ns/shop/sa/web, true",
        "namespace, s.op, cluster.local/ns/shop/sa/web, false",
        "namespace, *, '', false",
        "serviceAccount, shop/cert-manager.io, cluster.local/ns/shop/sa/cert-manager.io, true",
        "serviceAccount, shop/cert-manager.io, cluster.local/ns/shop/sa/cert-managerXio, false",
        "serviceAccount, shop/web, cluster.local/ns/shop/sa/web/x, false",
        "serviceAccount, shop/web, cluster.local/ns/other/sa/web, false",
    })
    void peers(String what, String pattern, String identity, boolean fits) {
        Values wanted = new Values(List.of(pattern), List.of());
        Values unwanted = new Values(List.of(), List.of(pattern));
        Facts facts = facts("/", "h", "10.0.0.1").from(Peer.of(identity), new byte[0]);
        assertThat(RuleTests.allowing(of(what, wanted)).holds(facts)).isEqualTo(fits);
        assertThat(RuleTests.allowing(of(what, unwanted)).holds(facts)).isEqualTo(!fits);
        assertThat(RuleTests.matching(when("source." + what, wanted)).holds(facts))
                .isEqualTo(fits);
        assertThat(RuleTests.matching(when("source." + what, unwanted)).holds(facts))
                .isEqualTo(!fits);
    }

    private static Rule of(String what, Values values) {
        Source source = new Source(
                what.equals("principal") ? values : Values.ALL,
                Values.ALL,
                what.equals("namespace") ? values : Values.ALL,
                what.equals("serviceAccount") ? values : Values.ALL,
                Values.ALL,
                Values.ALL);
        return new Rule(List.of(source), List.of(), List.of());
    }

    private static Rule when(String key, Values values) {
        return new Rule(List.of(), List.of(), List.of(new Condition(key, values)));
    }

    /** In the mesh nobody shows a certificate, so nobody is known to be somebody else (DESIGN §7). */
    @Test
    void whoMayBeAnybodyIsAllowedNothingAndDeniedWhatOthersAre() {
        Values others = new Values(List.of(), List.of("cluster.local/ns/shop/sa/web"));
        Facts stranger = facts("/", "h", "10.0.0.1").from(Peer.STRANGER, new byte[0]);
        assertThat(RuleTests.allowing(of("principal", others)).holds(stranger)).isFalse();
        assertThat(RuleTests.matching(of("principal", others)).holds(stranger)).isTrue();
        assertThat(RuleTests.allowing(when("source.namespace", new Values(List.of(), List.of("shop"))))
                        .holds(stranger))
                .isFalse();
    }

    @Test
    void theNameOfTheHandshake() {
        Facts facts = facts("/", "h", "10.0.0.1").from(Peer.NOBODY, Ascii.bytes("a.example.com"));
        assertThat(RuleTests.matching(when("connection.sni", new Values(List.of("*.example.com"), List.of())))
                        .holds(facts))
                .isTrue();
        assertThat(RuleTests.matching(when("connection.sni", new Values(List.of("example.com"), List.of())))
                        .holds(facts))
                .isFalse();
    }

    /** What a request has not is not matched, so its negation is (istio.md §4.3). */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "request.headers[x-missing]",
                "request.auth.principal",
                "request.auth.audiences",
                "request.auth.presenter",
                "request.auth.claims[a][b]",
                "source.principal",
                "source.namespace",
                "connection.sni",
                "experimental.envoy.filters.a[b]"
            })
    void whatARequestHasNotIsNotMatched(String key) {
        Facts facts = facts("/", "h", "10.0.0.1");
        assertThat(RuleTests.allowing(when(key, new Values(List.of("*", "a"), List.of())))
                        .holds(facts))
                .isFalse();
        assertThat(RuleTests.allowing(when(key, new Values(List.of(), List.of("*", "a"))))
                        .holds(facts))
                .isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "request.auth.claims[list], a, true",
        "request.auth.claims[list], b, true",
        "request.auth.claims[list], '[a,b]', false",
        "request.auth.claims[list][0], a, false",
        "request.auth.claims[o][k], v, true",
        "request.auth.claims[o], *, false",
        "request.auth.claims[o.k], v, false",
        "request.auth.claims[d.t], dotted, true",
        "request.auth.claims[d][t], dotted, false",
        "request.auth.claims[star], *, true",
        "request.auth.claims[star], x, false",
        "request.auth.claims[true], true, false",
        "request.auth.claims[one], 1, false",
        "request.auth.claims[one], *, false",
        "request.auth.claims[empty], *, false",
        "request.auth.claims[nothing], *, false",
        "request.auth.claims[scope], read, true",
        "request.auth.claims[scope], 'read write', false",
        "request.auth.audiences, x, true",
        "request.auth.presenter, p, true",
        "request.auth.principal, i/s, true",
        "request.auth.principal, i/*, true",
        "request.auth.principal, */s, true",
        "request.auth.principal, i*, true",
        "request.auth.principal, *s, true",
        "request.auth.principal, i, false",
        "request.auth.principal, I/s, false",
        "request.auth.principal, i/s/, false",
    })
    void claims(String key, String value, boolean fits) {
        String payload =
                "{\"iss\":\"i\",\"sub\":\"s\",\"list\":[\"a\",\"b\",7],\"o\":{\"k\":\"v\"},\"d.t\":\"dotted\",\"star\":\"*\",\"true\":true,\"one\":1,\"empty\":\"\",\"nothing\":null,\"scope\":\"read"
                    + " write\",\"aud\":[\"x\"],\"azp\":\"p\"}";
        Facts facts = facts("/", "h", "10.0.0.1");
        facts.claims(Claimed.of(payload, "scope"));
        assertThat(RuleTests.allowing(when(key, new Values(List.of(value), List.of())))
                        .holds(facts))
                .isEqualTo(fits);
        assertThat(RuleTests.allowing(when(key, new Values(List.of(), List.of(value))))
                        .holds(facts))
                .isEqualTo(!fits);
    }

    /** What is on trial is counted, and changes no answer. */
    @Test
    void whatIsOnTrialRefusesNobodyAndIsCounted() {
        Map<String, Integer> counted = new TreeMap<>();
        Rules admin = rule("admin", "/admin*");
        Rules open = rule("open", "/open*");
        Authorization trial = new Authorization(
                List.of(), List.of(), List.of(), new Trial(List.of(admin), List.of(admin), List.of(open)));
        CompiledPolicies policies = CompiledPolicies.of(
                null,
                trial,
                new Keys(false),
                (policy, outcome) -> loop -> counted.merge(policy + " " + outcome, 1, Integer::sum));
        assertThat(policies).isNotNull();
        for (String path : List.of("/admin", "/open", "/other")) {
            assertThat(policies.judge(facts(path, "h", "10.0.0.1"))).isNull();
        }
        assertThat(counted)
                .containsOnly(
                        Map.entry("admin AUDITED", 1),
                        Map.entry("admin DENIED", 1),
                        Map.entry("open ALLOWED", 1),
                        Map.entry("open DENIED", 2));
        List<Judgement> told = new ArrayList<>();
        assertThat(policies.tell(facts("/admin", "h", "10.0.0.1"), told)).isNull();
        assertThat(told)
                .containsExactly(
                        new Judgement("audit", "admin", "matches"),
                        new Judgement("dry-run deny", "admin", "would be denied"),
                        new Judgement("dry-run allow", "open", "would be denied: none allows it"));
        assertThat(counted).containsEntry("admin AUDITED", 1);
    }

    /** What a policy says is what it does, and says what a token would change. */
    @Test
    void eachPolicySaysWhatItThinks() {
        Rules admin = rule("admin", "/admin*");
        Rules staff = new Rules(
                "staff",
                List.of(new Rule(
                        List.of(new Source(
                                Values.ALL,
                                new Values(List.of("i/s"), List.of()),
                                Values.ALL,
                                Values.ALL,
                                Values.ALL,
                                Values.ALL)),
                        List.of(),
                        List.of())));
        CompiledPolicies policies = CompiledPolicies.of(
                null, new Authorization(List.of(), List.of(admin), List.of(staff)), new Keys(false), Tallies.NONE);
        assertThat(policies).isNotNull();
        for (String path : List.of("/admin", "/x")) {
            List<Judgement> told = new ArrayList<>();
            Facts facts = facts(path, "h", "10.0.0.1");
            assertThat(policies.tell(facts, told))
                    .isEqualTo(policies.judge(facts))
                    .isNotNull();
            assertThat(told)
                    .containsExactly(
                            path.equals("/admin")
                                    ? new Judgement("deny", "admin-rule[0]", "denies")
                                    : new Judgement("deny", "admin", "does not match"),
                            new Judgement("allow", "staff", "would need a token"));
        }
    }

    private static Rules rule(String name, String path) {
        return new Rules(name, List.of(operation(Values.ALL, new Values(List.of(path), List.of()))));
    }

    private static Rule operation(Values hosts, Values paths) {
        return new Rule(List.of(), List.of(new Operation(hosts, Values.ALL, Values.ALL, paths)), List.of());
    }

    private static String judge(List<Rules> deny, List<Rules> allow) {
        CompiledPolicies policies =
                CompiledPolicies.of(null, new Authorization(List.of(), deny, allow), new Keys(false), Tallies.NONE);
        Denial denial = policies == null ? null : policies.judge(facts("/", "h", "10.0.0.1"));
        return denial == null ? "passes" : denial.details();
    }

    private static boolean holds(Rule rule, String target, String host, String address) {
        return RuleTests.matching(rule).holds(facts(target, host, address));
    }

    private static Facts facts(String target, String host, String address) {
        String head = "GET " + target + " HTTP/1.1\r\nhost: " + host + "\r\nx-a: one\r\nx-a: two\r\nx-empty:\r\n\r\n";
        return new Facts(0)
                .of(
                        HeadReading.of(Ascii.bytes(head), Limits.DEFAULT).head(),
                        Ascii.bytes(address),
                        Ascii.bytes(address),
                        Ascii.bytes("127.0.0.1"),
                        8080);
    }
}
