package io.sluice.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testkit.RawClient;
import io.sluice.testkit.StubModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a router that works shows of its work. */
@Timeout(60)
class LiveTest {
    private static final String TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.c2VjcmV0";

    private StubModel main;
    private StubModel canary;
    private Fixture fixture;
    private final HttpClient admin = HttpClient.newHttpClient();

    @BeforeEach
    void start() throws IOException {
        main = StubModel.start(0, "main");
        canary = StubModel.start(0, "canary");
        Map<String, int[]> endpoints = new LinkedHashMap<>();
        endpoints.put("main", new int[] {main.port()});
        endpoints.put("canary", new int[] {canary.port()});
        Map<String, Integer> weights = new LinkedHashMap<>();
        weights.put("main", 75);
        weights.put("canary", 25);
        fixture = Fixture.start(
                RouterConfig.defaults().withEventLoops(2).withSeed(1),
                Fixture.Policy.DEFAULT.withShadows("canary"),
                endpoints,
                weights);
    }

    @AfterEach
    void stop() throws IOException {
        admin.shutdownNow();
        fixture.close();
        main.close();
        canary.close();
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + fixture.router.adminPort() + path))
                .build();
    }

    private String get(String path) throws Exception {
        return admin.send(request(path), BodyHandlers.ofString()).body();
    }

    /** The first event of this name that fits. */
    private String heard(BufferedReader events, String name, Predicate<String> fits) throws IOException {
        String line = events.readLine();
        boolean named = false;
        while (line != null) {
            if (line.startsWith("event: ")) {
                named = line.equals("event: " + name);
            } else if (named && line.startsWith("data: ") && fits.test(line)) {
                return line.substring("data: ".length());
            }
            line = events.readLine();
        }
        throw new AssertionError("the router ended before " + name);
    }

    private BufferedReader events(String path) throws Exception {
        return new BufferedReader(new InputStreamReader(
                admin.send(request(path), BodyHandlers.ofInputStream()).body(), StandardCharsets.UTF_8));
    }

    private void call(int times, String target, String field) throws IOException {
        try (RawClient client = fixture.connect()) {
            for (int i = 0; i < times; i++) {
                client.send("POST " + target + " HTTP/1.1\r\nhost: models\r\n" + field + "content-length: 2\r\n\r\n{}")
                        .message();
            }
        }
    }

    @Test
    void theMapShowsHowASplitIsSetAndHowItIs() throws Exception {
        try (BufferedReader events = events("/v1/live?points=5&step=1")) {
            call(200, "/m/api/v1.0/predictions", "");
            String map = heard(events, "traffic", data -> data.contains("\"all\":{\"rate\":20,"));
            assertThat(map)
                    .contains("\"host\":\"*\"")
                    .contains("\"origins\":[\"VirtualService ns/m spec.http[0]\"]")
                    .contains(
                            "\"cluster\":\"outbound|8000||main\",\"service\":\"main\",\"port\":8000,\"subset\":\"\",\"set\":75,")
                    .contains("\"drift\":\"none\"")
                    .contains("\"shadows\":[{\"cluster\":\"outbound|8000||canary\"")
                    .contains("\"percent\":100");
        }
        assertThat(get("/v1/traffic?host=nobody")).contains("\"hosts\": []");
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/traffic?points=many, points=many: must be a number",
        "/v1/traffic?step=0, 900 s together at most",
        "/v1/live?points=1000, 900 s together at most",
        "/v1/tap?status=5xx, status=5xx: must be a status",
        "/v1/explain, say which request",
    })
    void whatCannotBeUnderstoodIsTheAskersToMend(String path, String words) throws Exception {
        try (RawClient client = RawClient.connect(fixture.router.adminPort())) {
            String answer = client.send("GET " + path + " HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                    .message();
            assertThat(answer).startsWith("http/1.1 400").contains(words);
        }
    }

    /** Whatever clients send: one event an exchange, no token, no query, nothing that ends a line. */
    @Test
    void theTapShowsExchangesWithoutTheirSecrets() throws Exception {
        try (BufferedReader events = events("/v1/tap?status=404")) {
            heard(events, "seen", data -> true);
            call(1, "/m/api/v1.0/predictions", "");
            call(
                    1,
                    "/x/" + TOKEN + "/y?access_token=hunter2&z=%22",
                    "cookie: hunter2\r\nauthorization: Bearer hunter2\r\n");
            String shown = heard(events, "exchange", data -> true);
            assertThat(shown)
                    .contains("\"status\":404")
                    .contains("\"flags\":\"NR\"")
                    .contains("\"details\":\"route_not_found\"")
                    .contains("\"path\":\"/x/(hidden)/y?…\"}")
                    .doesNotContain("hunter2")
                    .doesNotContain("c2VjcmV0");
        }
    }

    @Test
    void theTapIsBoundedASecondAndSaysHowManyPassed() throws Exception {
        try (BufferedReader events = events("/v1/tap")) {
            heard(events, "seen", data -> true);
            call(400, "/m/api/v1.0/predictions", "");
            String seen = heard(events, "seen", data -> data.contains("\"seen\":400"));
            assertThat(seen).contains("\"missed\":0");
        }
    }

    @Test
    void listenersAreBounded() throws Exception {
        List<BufferedReader> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            BufferedReader events = events("/v1/live");
            heard(events, "traffic", data -> true);
            all.add(events);
        }
        assertThat(get("/v1/tap")).contains("16 others listen already");
        assertThat(get("/v1/traffic")).contains("\"generation\"");
        for (BufferedReader events : all) {
            events.close();
        }
    }

    @Test
    void whoHasItAlreadyIsSentNothing() throws Exception {
        String tag = admin.send(request("/v1/routes"), BodyHandlers.ofString())
                .headers()
                .firstValue("etag")
                .orElseThrow();
        HttpRequest again = HttpRequest.newBuilder(request("/v1/routes").uri())
                .header("if-none-match", tag)
                .build();
        var answer = admin.send(again, BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(304);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void copiesAreCountedByTheRouteThatSendsThem() throws Exception {
        call(5, "/m/api/v1.0/predictions", "");
        String series = "sluice_shadow_requests_total{cluster=\"outbound|8000||canary\",host=\"*\","
                + "response_code_class=\"2xx\",route=\"m\"} 5";
        String scraped = get("/prometheus");
        while (!scraped.contains(series)) { // nobody waits for a copy, and neither did the client
            scraped = get("/prometheus");
        }
        assertThat(scraped).contains("sluice_shadow_duration_milliseconds_count{");
    }
}
