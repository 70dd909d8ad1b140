package io.sluice.benchmarks.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.benchmarks.load.Scenario;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConfigurationsTest {
    @TempDir
    private Path directory = Path.of(".");

    static Stream<Arguments> everyFileInEveryScenario() {
        return Stream.of(Scenario.values())
                .flatMap(scenario -> Stream.of(
                                "haproxy.cfg",
                                "haproxy-tcp.cfg",
                                "nginx.conf",
                                "envoy.yaml",
                                "sidecar-models.yaml",
                                "backends.conf")
                        .map(file -> Arguments.of(file, scenario)));
    }

    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("everyFileInEveryScenario")
    void everyPlaceIsFilledIn(String file, Scenario scenario) {
        assertThat(new Configurations(directory, scenario).write(file, 19111))
                .content()
                .doesNotContainPattern("@[a-z-]+@");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"haproxy.cfg, # tune.bufsize", "haproxy-128k.cfg, tune.bufsize 131072"})
    void buffersAreAsTheNameSays(String name, String line) {
        Path written = new Configurations(directory, Scenario.HUNDRED_KILOBYTES)
                .write("haproxy.cfg", name, 19111, Ports.MAIN, Ports.CANARY);

        assertThat(written).content().contains("\n  " + line);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"haproxy.cfg, uuid()", "nginx.conf, $request_id", "envoy.yaml, generate_request_id: true"})
    void everybodyMakesIdsAndRetries(String file, String ids) {
        assertThat(new Configurations(directory, Scenario.SMALL).write(file, 19111))
                .content()
                .contains(ids)
                .containsAnyOf("retry-on conn-failure empty-response 503", "http_503 non_idempotent", "num_retries: 2")
                .doesNotContain("accesslog", "option httplog");
    }
}
