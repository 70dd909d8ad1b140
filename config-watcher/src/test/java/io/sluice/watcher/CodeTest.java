package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.problem.Code;
import io.sluice.watcher.settings.FrontSettings;
import io.sluice.watcher.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/problems.md} says what the code says, and its examples bring about what they are examples of. */
class CodeTest {
    private static final Settings IN_A_CLUSTER = Settings.DEFAULT.withFronts(new FrontSettings("sluice", "router"));

    @ParameterizedTest
    @EnumSource
    void isDocumented(Code code) throws IOException {
        String istio = code.istioCode() == null ? "" : code.istioCode();
        assertThat(documentation())
                .contains("| `" + code + "` | " + code.meaning() + " | " + code.fix() + " | " + istio + " |");
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {
                "INTERNAL",
                "WAITING_FOR_PREDICTOR",
                // Of a cluster: kubernetes-tests brings them about.
                "KIND_FORBIDDEN",
                "KIND_NOT_WATCHED",
                "KIND_VANISHED",
                "CLUSTER_UNREACHABLE",
                "ENDPOINT_NOT_ALLOWED"
            })
    void hasAnExampleThatBringsItAbout(Code code) throws IOException {
        Matcher example = Pattern.compile("### `" + code + "`\n\n```yaml\n(.*?)\n```\n", Pattern.DOTALL)
                .matcher(documentation());
        assertThat(example.find()).as("an example of " + code).isTrue();
        assertThat(Yaml.translate(IN_A_CLUSTER, Yaml.MODEL + Yaml.GATEWAY, example.group(1))
                        .problems())
                .as(example.group(1))
                .anySatisfy(problem -> assertThat(problem.code()).isEqualTo(code));
    }

    private static String documentation() throws IOException {
        return Files.readString(Path.of("..", "docs", "problems.md"));
    }
}
