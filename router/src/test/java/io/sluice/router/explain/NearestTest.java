package io.sluice.router.explain;

import static io.sluice.router.explain.Explained.ask;
import static io.sluice.router.explain.Explained.gateway;
import static io.sluice.router.explain.Explained.host;
import static io.sluice.router.explain.Explained.mesh;
import static io.sluice.router.explain.Explained.nearest;
import static io.sluice.router.explain.Explained.route;
import static io.sluice.router.explain.Explained.table;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.RoutingTable;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.table.match.StringMatch;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A miss says why, and what may have been meant. */
class NearestTest {
    private static final RoutingTable TABLE = table(
            mesh(
                    8000,
                    host(
                            "model.team.svc.cluster.local",
                            route("predict", new PathMatch.Prefix("/seldon/team/model/", false)),
                            route("post", posts())),
                    host("*.wild.example", route("w", RequestMatch.ANY))),
            mesh(5001, host("grpc.team", route("g", RequestMatch.ANY))),
            gateway(8080, host("model.team.svc.cluster.local", route("edge", new PathMatch.Prefix("/edge", false)))));

    private static RequestMatch posts() {
        return new RequestMatch(
                new PathMatch.Exact("/post", false),
                new StringMatch.Exact("POST"),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null);
    }

    private static final String MODEL = "http://model.team.svc.cluster.local:8000";

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        http://modle.team.svc.cluster.local:8000/ | no host is named modle.team.svc.cluster.local:8000 | a similar name is served: model.team.svc.cluster.local
        http://model.other:8000/                  | no host is named model.other:8000                  | of the same first name: model.team.svc.cluster.local
        http://model.team.svc.cluster.local.:8000/ | no host is named                                  | without its final dot, model.team.svc.cluster.local is a name of
        http://wild.example:8000/                 | no host is named wild.example:8000                 | *.wild.example is served, but it does not stand for wild.example itself
        http://grpc.team:8000/                    | no host is named grpc.team:8000                    | on port 5001 it would reach route g (VirtualService ns/vs spec.g)
        http://grpc.team:9999/                    | nothing listens on port 9999                       | on port 5001 it would reach route g
        http://nobody:9999/                       | nothing listens on port 9999                       | open ports: 5001 (mesh:5001), 8000 (mesh:8000), 8080 (gateway:8080)
        https://grpc.team:5001/                   | port 5001 speaks plaintext: ask for http://        | on port 5001 it would reach route g
        """)
    void ofAHostOrAPort(String url, String reason, String guess) {
        Explanation answer = ask(TABLE, "GET", url);
        assertThat(answer.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Missed.class,
                        missed -> assertThat(missed.reason()).startsWith(reason));
        assertThat(nearest(answer)).anySatisfy(said -> assertThat(said).startsWith(guess));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        /seldon/team/model      | the path lacks a / at its end: /seldon/team/model/ would reach route predict
        /seldon//team/model/x   | the path has two / in a row: /seldon/team/model/x would reach route predict
        /Seldon/Team/model/x    | upper and lower case differ: /seldon/team/model/x would reach route predict
        /seldon/team/other/x    | route predict (VirtualService ns/vs spec.predict) wants uri prefix /seldon/team/model/: the same up to /seldon/team/
        /edge                   | on port 8080 it would reach route edge
        /post                   | the path is that of route post (VirtualService ns/vs spec.post), which also wants method exact POST; the request has GET
        """)
    void ofARoute(String path, String guess) {
        Explanation answer = ask(TABLE, "GET", MODEL + path);
        assertThat(answer.outcome())
                .isInstanceOfSatisfying(
                        Outcome.Missed.class,
                        missed -> assertThat(missed.reason())
                                .isEqualTo("no route of host model.team.svc.cluster.local:8000 matches " + path));
        assertThat(nearest(answer).get(0)).startsWith(guess);
    }

    @Test
    void ofAnEmptyTableIsThatNothingIsOpen() {
        assertThat(nearest(ask(RoutingTable.EMPTY, "GET", "http://h/")))
                .containsExactly("no port is open: no manifest routes anything");
    }
}
