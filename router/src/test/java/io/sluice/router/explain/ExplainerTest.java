package io.sluice.router.explain;

import static io.sluice.router.explain.Explained.ask;
import static io.sluice.router.explain.Explained.gateway;
import static io.sluice.router.explain.Explained.host;
import static io.sluice.router.explain.Explained.route;
import static io.sluice.router.explain.Explained.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.router.explain.Explanation.Tried;
import io.sluice.router.explain.Explanation.Unmet;
import io.sluice.table.Destination;
import io.sluice.table.Domain;
import io.sluice.table.Forward;
import io.sluice.table.Fraction;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Origin;
import io.sluice.table.PathRewrite;
import io.sluice.table.Redirect;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.Shadow;
import io.sluice.table.SniRoute;
import io.sluice.table.Split;
import io.sluice.table.Traffic;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.HeaderMatch;
import io.sluice.table.match.HostPattern;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.QueryMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.SourceMatch;
import io.sluice.table.match.StringMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.RetryPolicy;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.table.tls.ListenerTls;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A question is answered by the objects that route requests, a step at a time. */
class ExplainerTest {
    private static final Endpoint.Workload CALLER =
            new Endpoint.Workload("team-a", "notebook-0", Map.of("app", "notebook"));

    @ParameterizedTest(name = "{0} is found by {2}")
    @CsvSource({
        "api.example.com, api, exact name api.example.com",
        "API.EXAMPLE.com:8080, api, exact name api.example.com",
        "x.example.com, wild, longest wildcard that fits: *.example.com",
        "else, all, * takes every name that no other host has",
    })
    void aHostIsFoundByTheNameThatIsToldAsTheReason(String called, String name, String why) {
        Explanation answer = ask(
                table(gateway(
                        8080, named("all", "*"), named("wild", "*.example.com"), named("api", "api.example.com"))),
                "GET",
                "http://any:8080/",
                "Host: " + called);
        assertThat(answer.found()).isEqualTo(new Explanation.FoundHost(name, why));
        assertThat(answer.routed()).isTrue();
    }

    private static Host named(String name, String pattern) {
        return new Host(
                name, List.of(Domain.of(HostPattern.of(pattern))), List.of(route("r", RequestMatch.ANY)), false);
    }

    @Test
    void aBareNameIsItsCallersOwn() {
        Host ofA = new Host(
                "x.team-a",
                List.of(new Domain(HostPattern.of("x"), "team-a")),
                List.of(route("r", RequestMatch.ANY)),
                false);
        Explainer explainer = Explainer.of(table(Explained.mesh(8000, ofA)), callers());
        Explanation known = explainer.explain(Question.of("GET", "http://x:8000/", List.of(), "10.1.1.1"));
        assertThat(known.caller()).isEqualTo("team-a/notebook-0");
        assertThat(known.found())
                .isEqualTo(new Explanation.FoundHost("x.team-a", "x is its name for callers of namespace team-a"));
        Explanation unknown = explainer.explain(Question.of("GET", "http://x:8000/", List.of(), ""));
        assertThat(Explained.nearest(unknown))
                .containsExactly("x is the name of x.team-a for callers of namespace team-a; the caller is not known:"
                        + " write x.team-a");
    }

    private static Endpoints callers() {
        return new Endpoints(Map.of(), Map.of("10.1.1.1", CALLER));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            nullValues = "-",
            value = {
                "path,   uri,               prefix /m/,  /n/x",
                "method, method,            exact POST,  GET",
                "scheme, scheme,            exact https, http",
                "host,   authority,         exact other, h:8080",
                "source, source,            'namespace team-b labels {app=job}', an unknown caller",
                "header, header x,          prefix 1,    2 and 3",
                "absent, header z,          present,     ''",
                "not,    withoutHeaders x,  exact 2,     2 and 3",
                "query,  query parameter q, exact 1,     ?q=2&q=1",
            })
    void theFirstConditionThatDoesNotHoldIsNamed(String which, String condition, String wanted, String got) {
        Explanation answer = ask(
                table(gateway(8080, host("h", route("wanted", wanting(which)), route("any", RequestMatch.ANY)))),
                "GET",
                "http://h:8080/n/x?q=2&q=1",
                "x: 2",
                "X: 3");
        assertThat(answer.tried())
                .containsExactly(
                        new Tried(0, "wanted", origin("wanted"), new Unmet(condition, wanted, got)),
                        new Tried(1, "any", origin("any"), null));
    }

    private static Origin origin(String route) {
        return new Origin("VirtualService", "ns", "vs", "spec." + route);
    }

    private static RequestMatch wanting(String which) {
        PathMatch path = new PathMatch.Prefix(which.equals("path") ? "/m/" : "/", false);
        return new RequestMatch(
                path,
                which.equals("method") ? new StringMatch.Exact("POST") : null,
                which.equals("scheme") ? new StringMatch.Exact("https") : null,
                which.equals("host") ? new StringMatch.Exact("other") : null,
                switch (which) {
                    case "header" -> List.of(new HeaderMatch("x", new StringMatch.Prefix("1"), false));
                    case "absent" -> List.of(new HeaderMatch("z", new StringMatch.Present(), false));
                    case "not" -> List.of(new HeaderMatch("x", new StringMatch.Exact("2"), true));
                    default -> List.of();
                },
                which.equals("query") ? List.of(new QueryMatch("q", new StringMatch.Exact("1"))) : List.of(),
                List.of(),
                which.equals("source") ? new SourceMatch("team-b", Map.of("app", "job")) : null);
    }

    @Test
    void aForwardTellsTheRequestAsItIsSentAndWhoMayGetIt() {
        Cluster main = Cluster.plain("main", 8000, "", UpstreamProtocol.HTTP1);
        Cluster copies = Cluster.plain("copies", 8000, "", UpstreamProtocol.HTTP1);
        Forward forward = new Forward(
                new Split(List.of(new Destination(main.name(), 3), new Destination("outbound|1||gone", 1))),
                new Rewrite(new PathRewrite.ReplacePrefix("/"), "inside"),
                Duration.ofSeconds(3),
                RetryPolicy.ISTIO_DEFAULT,
                List.of(new Shadow(copies.name(), Fraction.ofPercent(12.5))));
        Outcome outcome = Explainer.of(
                        served(forward, main, copies),
                        new Endpoints(
                                Map.of(
                                        main.name(),
                                        List.of(
                                                new Endpoint("10.0.0.1", 9000),
                                                new Endpoint(
                                                        "fd00::1",
                                                        9000,
                                                        Endpoint.State.DRAINING,
                                                        1,
                                                        Endpoint.Place.ANY,
                                                        Endpoint.Workload.UNKNOWN))),
                                Map.of()))
                .explain(Question.of("POST", "http://h:8080/m/a%41/./b?q=%41", List.of(), ""))
                .outcome();
        assertThat(outcome)
                .isEqualTo(new Outcome.Forwarded(
                        "POST /aA/b?q=%41 HTTP/1.1",
                        List.of(),
                        List.of(
                                new Outcome.Share(
                                        75,
                                        main.name(),
                                        "inside",
                                        List.of("10.0.0.1:9000"),
                                        List.of("[fd00::1]:9000"),
                                        List.of(),
                                        ""),
                                new Outcome.Share(
                                        25,
                                        "outbound|1||gone",
                                        "inside",
                                        List.of(),
                                        List.of(),
                                        List.of(),
                                        "503 NC: there is no such Service, port or subset")),
                        Duration.ofSeconds(3),
                        2,
                        List.of(
                                "cancelled",
                                "connect-failure",
                                "refused-stream",
                                "retriable-status-codes",
                                "unavailable"),
                        null,
                        List.of(new Outcome.Copy(12.5, copies.name(), List.of(), ""))));
    }

    private static RoutingTable served(Forward forward, Cluster... clusters) {
        Route route = new Route("m", RequestMatch.ofPath(new PathMatch.Prefix("/m/", false)), forward, origin("m"));
        return new RoutingTable(
                List.of(gateway(8080, host("h", route))),
                List.of(clusters).stream().collect(java.util.stream.Collectors.toMap(Cluster::name, c -> c)),
                List.of());
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource({
        "GET, http://h:8080/%00, 400",
        "GET, http://h:8080/a b, 400",
        "TRACE, http://h:8080/, 405",
        "GET, http://h\u00e4:8080/, 400",
    })
    void whatNoConnectionWouldTakeIsRefused(String method, String url, int status) {
        Explanation answer = ask(table(gateway(8080, host("*", route("r", RequestMatch.ANY)))), method, url);
        assertThat(answer.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.status()).isEqualTo(status));
        assertThat(answer.routed()).isFalse();
    }

    @Test
    void aRedirectTellsItsLocation() {
        Route route = new Route(
                "moved",
                RequestMatch.ANY,
                new Redirect(302, null, "new.example", new Redirect.Port.AsRequested(), null),
                origin("moved"));
        assertThat(ask(table(gateway(8080, host("h", route))), "GET", "h:8080/a?b")
                        .outcome())
                .isEqualTo(new Outcome.Redirected(302, "http://new.example/a?b"));
        Host secure = new Host("h", List.of(Domain.of(HostPattern.of("h"))), List.of(route), true);
        assertThat(ask(table(gateway(8080, secure)), "GET", "h:8080/a").outcome())
                .isEqualTo(new Outcome.Redirected(301, "https://h:8080/a"));
    }

    @Test
    void aDeclaredPortLeadsToTheBoundOne() {
        Listener bound =
                Listener.http("gateway:80", 8080, 80, Role.GATEWAY, List.of(host("h", route("r", RequestMatch.ANY))));
        Explanation answer = ask(table(bound), "GET", "http://h/");
        assertThat(answer.listener()).isEqualTo(new Explanation.OpenPort("gateway:80", Role.GATEWAY, 8080, 80));
        assertThat(answer.routed()).isTrue();
    }

    private static Listener passing(HostPattern name, String cluster) {
        SniRoute route = new SniRoute(
                List.of(name),
                new Split(List.of(new Destination(cluster, 1))),
                new Origin("VirtualService", "ns", "vs", "spec.tls[0]"));
        return new Listener(
                "gateway:443",
                8443,
                443,
                Role.GATEWAY,
                new ListenerTls(List.of(name), new ListenerTls.Mode.Passthrough()),
                new Traffic.Passthrough(List.of(route)),
                ListenerPolicies.NONE);
    }

    private static Explanation passed(Cluster cluster, String url, WorkloadPolicy... guards) {
        Endpoint endpoint = new Endpoint("10.0.0.1", 9443).withWorkload(new Workload("ns", "a-0", Map.of("app", "a")));
        RoutingTable table = new RoutingTable(
                List.of(passing(HostPattern.of("*.example.com"), cluster.name())),
                Map.of(cluster.name(), cluster),
                List.of(guards));
        return Explainer.of(table, new Endpoints(Map.of(cluster.name(), List.of(endpoint)), Map.of()))
                .explain(Question.of("GET", url, List.of(), ""));
    }

    /** Its handshake chooses, on the port that a Gateway declares; what would be asked behind it nobody here will know. */
    @Test
    void aConnectionThatIsNotOpenedGoesWhereItsHandshakesNameLeads() {
        Cluster plain = Cluster.plain("a", 443, "", UpstreamProtocol.HTTP1);
        Explanation answer = passed(plain, "https://a.example.com/secret");
        assertThat(answer.listener()).isEqualTo(new Explanation.OpenPort("gateway:443", Role.GATEWAY, 8443, 443));
        assertThat(answer.outcome())
                .isEqualTo(new Outcome.Passed(
                        "a.example.com",
                        "*.example.com",
                        new Origin("VirtualService", "ns", "vs", "spec.tls[0]"),
                        List.of(new Outcome.Branch(100, plain.name(), List.of("10.0.0.1:9443"), ""))));
        assertThat(answer.routed()).isTrue();
        assertThat(answer.path()).isEmpty();
        assertThat(passed(plain, "https://example.org/").outcome())
                .isEqualTo(new Outcome.Missed(
                        0,
                        "no server of port 8443 has the name example.org: the handshake is refused",
                        List.of("open ports: 8443 (gateway:443)")));
        assertThat(passed(plain, "http://a.example.com:443/").routed()).isFalse();
        Authorization denying = new Authorization(List.of(), List.of(new Rules("p", List.of())), List.of());
        assertThat(passed(plain, "https://a.example.com/", new WorkloadPolicy("ns", Map.of(), null, null, denying))
                        .outcome())
                .isInstanceOfSatisfying(
                        Outcome.Passed.class,
                        outcome -> assertThat(outcome.destinations().get(0).trouble())
                                .startsWith("closed: policies guard its pods"));
    }

    @Test
    void aScrapeIsAnsweredByTheRouter() {
        Explanation answer = ask(
                table(Explained.mesh(8000, host("h", route("r", RequestMatch.ANY)))),
                "GET",
                "http://127.0.0.1:8000/prometheus");
        assertThat(answer.outcome()).isInstanceOf(Outcome.Answered.class);
        assertThat(answer.routed()).isTrue();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "/path, , /path is no URL",
        "'', , is no URL",
        "ftp://h/, , is no URL",
        "http://h:99999/, , has no port from 1 to 65535",
        "http://h:x/, , has no port from 1 to 65535",
        "http://h/, nocolon, nocolon is no header",
    })
    void anUnclearQuestionIsASentence(String url, @Nullable String header, String words) {
        assertThatThrownBy(() -> Question.of("GET", url, header == null ? List.of() : List.of(header), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
