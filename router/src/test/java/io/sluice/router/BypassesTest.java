package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Forward;
import io.sluice.table.HttpOptions;
import io.sluice.table.HttpOptions.PathNormalization;
import io.sluice.table.HttpOptions.ProxyHeaders;
import io.sluice.table.Listener;
import io.sluice.table.PathRewrite;
import io.sluice.table.Rewrite;
import io.sluice.table.Role;
import io.sluice.table.Route;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Cluster;
import io.sluice.table.cluster.Endpoint;
import io.sluice.table.cluster.Endpoint.Workload;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.cluster.UpstreamProtocol;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.policy.Authorization;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Rules;
import io.sluice.table.policy.Authorization.Values;
import io.sluice.table.policy.ListenerPolicies;
import io.sluice.table.policy.WorkloadPolicy;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import io.sluice.testkit.ScriptedUpstream;
import io.sluice.testkit.Tables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Ways around a policy that guards a path (istio.md §6.9, reliability.md §7.3): however a path is written, an endpoint never sees one that is
 * denied, nor one that nobody allows. Asked of the bytes that arrive there, over every pair of spellings.
 */
@Timeout(120)
class BypassesTest {
    private static final Cluster MODEL = Cluster.plain("model", 8000, "", UpstreamProtocol.HTTP1);

    /** What comes before the name. */
    private static final List<String> BEFORE = List.of(
            "/",
            "//",
            "///",
            "/./",
            "/%2e/",
            "/%2E%2e/",
            "/x/../",
            "/x/%2e%2e/",
            "/x/.%2E/",
            "/x/%2e./",
            "\\",
            "/\\",
            "/x\\..\\",
            "/%2f",
            "/%2F",
            "%2f",
            "/%5c",
            "/%5C",
            "/x%2f../",
            "/x%5c..%5c",
            "/..;/",
            "/x/..;/",
            "/;/",
            "/x/..%2f",
            "/x//..//",
            "/%00/",
            "/%c0%af",
            "/%c0%ae%c0%ae/",
            "/%252f",
            "/%252e%252e/",
            "/public/../",
            "/public/%2E%2E/",
            "/public/%2e/%2e%2e/",
            "/public\\..\\",
            "/public/..%5c",
            "/public//../../",
            "/public/x/../../",
            "/%70ublic/../",
            "/public;/../",
            "/public/..;/",
            "/.public/../",
            "/..public/../",
            "/0x2e0x2e/",
            "/%u002e%u002e/",
            "/~/../",
            "/%7e/../",
            "http://h/",
            "http://h//");

    /** The name, and what comes after it. */
    private static final List<String> NAMES = List.of(
            "admin",
            "%61dmin",
            "a%64min",
            "%61%64%6D%69%6e",
            "%2561dmin",
            "ADMIN",
            "Admin",
            "%41dmin",
            "admin/",
            "admin//",
            "admin/.",
            "admin/./",
            "admin/..",
            "admin/../admin",
            "admin/x/..",
            "admin/x",
            "admin%2f",
            "admin%2Fx",
            "admin%5c",
            "admin\\",
            "admin\\x",
            "admin;a=b",
            "admin;/x",
            "admin%3b",
            "admin%20",
            "admin%09",
            "admin%00",
            "admin.",
            "admin?",
            "admin?x=/public",
            "admin#",
            "admin#/public",
            "admin%23",
            "admin%3f",
            "admin/%2e",
            "admin/%2e%2e/admin",
            "admin%2e",
            "admin/..;/admin",
            "%2e/admin",
            "x/../admin",
            "admin%c0%af",
            "admin%ff",
            "private",
            "public/../admin");

    /** What the endpoint was asked for; its answer is that path. */
    private static ScriptedUpstream endpoint() throws IOException {
        return ScriptedUpstream.start(wire -> {
            BufferedReader lines = new BufferedReader(
                    new InputStreamReader(wire.socket().getInputStream(), StandardCharsets.ISO_8859_1));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String target = line.split(" ", -1)[1];
                while (!line.isEmpty()) {
                    line = lines.readLine();
                }
                wire.send("HTTP/1.1 200 OK\r\ncontent-length: " + target.length() + "\r\n\r\n" + target);
            }
        });
    }

    private static Router router(int port, int endpoint, PathNormalization mode, boolean atPod, Authorization who)
            throws IOException {
        Forward forward = Tables.to(MODEL);
        Route route = atPod
                ? Tables.route(
                        RequestMatch.ofPath(new PathMatch.Prefix("/m/", false)),
                        new Forward(
                                forward.split(),
                                new Rewrite(new PathRewrite.ReplacePrefix("/"), null),
                                null,
                                forward.retry(),
                                List.of()))
                : Tables.route(forward);
        Listener listener = Listener.http(
                        "l",
                        port,
                        port,
                        Role.GATEWAY,
                        List.of(Tables.host(route)),
                        new HttpOptions(mode, 0, ProxyHeaders.DEFAULT))
                .withPolicies(atPod ? ListenerPolicies.NONE : new ListenerPolicies(null, who));
        Router router = Router.start(Fixture.config());
        Endpoint pod = new Endpoint("127.0.0.1", endpoint).withWorkload(new Workload("ns", "m-0", Map.of()));
        router.publish(new Endpoints(Map.of(MODEL.name(), List.of(pod)), Map.of()));
        router.publish(new RoutingTable(
                List.of(listener),
                Map.of(MODEL.name(), MODEL),
                atPod ? List.of(new WorkloadPolicy("ns", Map.of(), null, null, who)) : List.of()));
        return router;
    }

    private static Rules paths(String... paths) {
        return new Rules(
                "p",
                List.of(new Rule(
                        List.of(),
                        List.of(new Operation(
                                Values.ALL, Values.ALL, Values.ALL, new Values(Arrays.asList(paths), List.of()))),
                        List.of())));
    }

    @ParameterizedTest(name = "{0}, at the pod: {1}")
    @CsvSource({
        "NONE,false", "BASE,false", "MERGE_SLASHES,false", "DECODE_AND_MERGE_SLASHES,false",
        "NONE,true", "BASE,true", "MERGE_SLASHES,true", "DECODE_AND_MERGE_SLASHES,true"
    })
    void whatIsDeniedNeverArrives(PathNormalization mode, boolean atPod) throws Exception {
        Authorization who = new Authorization(List.of(), List.of(paths("/admin", "/admin/*")), List.of());
        List<String> arrived = arrived(mode, atPod, who);
        assertThat(arrived)
                .hasSizeGreaterThan(300)
                .noneMatch(path -> path.equals("/admin") || path.startsWith("/admin/"));
        settled(mode, arrived);
    }

    @ParameterizedTest(name = "{0}, at the pod: {1}")
    @CsvSource({
        "NONE,false", "BASE,false", "MERGE_SLASHES,false", "DECODE_AND_MERGE_SLASHES,false",
        "NONE,true", "BASE,true", "MERGE_SLASHES,true", "DECODE_AND_MERGE_SLASHES,true"
    })
    void whatNobodyAllowsNeverArrives(PathNormalization mode, boolean atPod) throws Exception {
        Authorization who = new Authorization(List.of(), List.of(), List.of(paths("/public", "/public/*")));
        List<String> arrived = arrived(mode, atPod, who);
        assertThat(arrived).allMatch(path -> path.equals("/public") || path.startsWith("/public/"));
        settled(mode, arrived);
    }

    /** The verdict is about the very path that arrives: there is nothing left in it that an endpoint would resolve. */
    private static void settled(PathNormalization mode, List<String> arrived) {
        if (mode == PathNormalization.NONE) {
            return;
        }
        for (String path : arrived) {
            String dots = path.replace("%2e", ".").replace("%2E", ".");
            assertThat(List.of(dots.split("/", -1))).as(path).doesNotContain(".", "..");
            assertThat(path).doesNotContain("\\", "#");
            if (mode != PathNormalization.BASE) {
                assertThat(path).doesNotContain("//");
            }
            if (mode == PathNormalization.DECODE_AND_MERGE_SLASHES) {
                assertThat(path).doesNotContainIgnoringCase("%2f").doesNotContainIgnoringCase("%5c");
            }
        }
    }

    private static List<String> arrived(PathNormalization mode, boolean atPod, Authorization who) throws Exception {
        List<String> arrived = new ArrayList<>();
        int refused = 0;
        int port = FreePort.any();
        try (ScriptedUpstream endpoint = endpoint();
                Router router = router(port, endpoint.port(), mode, atPod, who)) {
            RawClient client = RawClient.connect(port);
            for (String before : BEFORE) {
                for (String name : NAMES) {
                    String target = before + name;
                    String asked = !atPod
                            ? target
                            : target.startsWith("http://h") ? "http://h/m" + target.substring(8) : "/m" + target;
                    String answer = client.send("GET " + asked + " HTTP/1.1\r\nHost: h\r\n\r\n")
                            .message();
                    if (answer.startsWith("http/1.1 200 ")) {
                        arrived.add(path(answer.substring(answer.indexOf("\r\n\r\n") + 4)));
                    } else {
                        assertThat(answer).as(asked).containsPattern("^http/1.1 (400|403|404) ");
                        refused += answer.startsWith("http/1.1 403") ? 1 : 0;
                    }
                    if (answer.contains("connection: close") || answer.startsWith("http/1.1 400")) {
                        client.close();
                        client = RawClient.connect(port);
                    }
                }
            }
            client.close();
            assertThat(router).isNotNull();
        }
        assertThat(refused).isGreaterThan(30);
        return arrived;
    }

    private static String path(String target) {
        return target.split("\\?", -1)[0];
    }

    /** Methods are what they are: no header, and no other spelling, makes one of another (AZ-10). */
    @ParameterizedTest
    @EnumSource(Role.class)
    void aMethodIsNoOther(Role role) throws Exception {
        Authorization who = new Authorization(List.of(), List.of(), List.of(methods("GET"), new Rules("q", List.of())));
        int port = FreePort.any();
        try (ScriptedUpstream endpoint = endpoint();
                Router router = router(port, endpoint.port(), PathNormalization.BASE, role == Role.MESH, who)) {
            String path = role == Role.MESH ? "/m/x" : "/x";
            assertThat(ask(port, "GET " + path, "")).startsWith("http/1.1 200 ");
            assertThat(ask(port, "GET " + path, "X-HTTP-Method-Override: DELETE\r\n"))
                    .startsWith("http/1.1 200 ");
            for (String method : List.of("get", "Get", "GETS", "POST", "HEAD", "OPTIONS", "PROPFIND")) {
                assertThat(ask(
                                port,
                                method + " " + path,
                                "X-HTTP-Method-Override: GET\r\nX-HTTP-Method: GET\r\nX-Method-Override: GET\r\n"))
                        .as(method)
                        .startsWith("http/1.1 403 ");
            }
            assertThat(router).isNotNull();
        }
    }

    private static Rules methods(String method) {
        Values only = new Values(List.of(method), List.of());
        return new Rules(
                "p",
                List.of(new Rule(
                        List.of(), List.of(new Operation(Values.ALL, Values.ALL, only, Values.ALL)), List.of())));
    }

    private static String ask(int port, String line, String fields) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.send(line + " HTTP/1.1\r\nHost: h\r\n" + fields + "\r\n")
                    .head();
        }
    }

    /** A connection that is open, and a request that comes on it after a policy has (AZ-12). */
    @Test
    void anOpenConnectionMeetsThePolicyThatCameMeanwhile() throws Exception {
        int port = FreePort.any();
        try (ScriptedUpstream endpoint = endpoint();
                Router router = router(port, endpoint.port(), PathNormalization.BASE, false, Authorization.NONE);
                RawClient client = RawClient.connect(port)) {
            String get = "GET /admin HTTP/1.1\r\nHost: h\r\n\r\n";
            assertThat(client.send(get).message()).startsWith("http/1.1 200 ");
            router.publish(denying(port, endpoint));
            assertThat(client.send(get).message()).startsWith("http/1.1 403 ");
        }
    }

    private static RoutingTable denying(int port, ScriptedUpstream endpoint) {
        Listener listener = Tables.listener(port, Tables.route(Tables.to(MODEL)))
                .withPolicies(
                        new ListenerPolicies(null, new Authorization(List.of(), List.of(paths("/admin")), List.of())));
        assertThat(endpoint.connections()).isPositive();
        return Tables.table(listener, MODEL);
    }
}
