package io.sluice.router.explain;

import static io.sluice.router.explain.Explained.gateway;
import static io.sluice.router.explain.Explained.host;
import static io.sluice.router.explain.Explained.mesh;
import static io.sluice.router.explain.Explained.route;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.Router;
import io.sluice.router.RouterConfig;
import io.sluice.table.RoutingTable;
import io.sluice.table.cluster.Endpoints;
import io.sluice.table.match.PathMatch;
import io.sluice.table.match.RequestMatch;
import io.sluice.testkit.FreePort;
import io.sluice.testkit.RawClient;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is explained is what happens: each request is asked about, and then sent. */
class SameRoadTest {
    private static final List<String> HOSTS =
            List.of("model", "MODEL:80", "model.", "x.wild.example", "wild.example", "other", "127.0.0.1", "");
    private static final List<String> TARGETS = List.of(
            "/", "/m/x", "/M/x", "/exact", "/exact?q", "/exact/", "/a/../m/x", "/%6D/x", "/%2e%2e/%00", "/prometheus");

    @Test
    void everyQuestionIsAnsweredAsItsRequestIs() throws Exception {
        int port = FreePort.any();
        RoutingTable table = Explained.table(
                mesh(
                        port,
                        host(
                                "model",
                                route("exact", new PathMatch.Exact("/exact", false)),
                                route("prefix", new PathMatch.Prefix("/m/", false)))),
                gateway(
                        port,
                        host("*.wild.example", route("wild", RequestMatch.ANY)),
                        host("other", route("other", new PathMatch.Prefix("/m", true)))));
        Explainer explainer = Explainer.of(table, Endpoints.EMPTY);
        try (Router router = Router.start(RouterConfig.defaults().withEventLoops(1))) {
            router.publish(table);
            for (String host : HOSTS) {
                for (String target : TARGETS) {
                    Question question = Question.of("GET", "http://any:" + port + target, List.of("Host: " + host), "");
                    try (RawClient client = RawClient.connect(port)) {
                        String answer = client.send("GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                .message();
                        Outcome outcome = explainer.explain(question).outcome();
                        assertThat(answer)
                                .as("%s %s: %s", host, target, outcome)
                                .startsWith("http/1.1 " + status(outcome));
                        if (outcome instanceof Outcome.Answered answered
                                && !answered.body().isEmpty()) {
                            assertThat(answer).endsWith("\r\n\r\n" + answered.body());
                        }
                    }
                }
            }
        }
    }

    private static int status(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Passed passed -> throw new AssertionError("every connection is opened here");
            case Outcome.Forwarded forwarded -> 200;
            case Outcome.Redirected redirected -> redirected.status();
            case Outcome.Answered answered -> answered.status();
            case Outcome.Refused refused -> refused.status();
            case Outcome.Missed missed -> missed.status();
        };
    }
}
