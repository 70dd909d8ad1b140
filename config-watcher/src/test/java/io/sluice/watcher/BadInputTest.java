package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.translate;
import static io.sluice.watcher.Yaml.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.translate.Translation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A mistake names its object, field and fix; everything else applies. */
class BadInputTest {
    private static final String SOUND = virtualService(
            "sound",
            "2026-01-01T00:00:00Z",
            "hosts: [sound.example.com]\n"
                    + "gateways: [istio-system/edge]\n"
                    + "http:\n"
                    + "- route: [{destination: {host: model}}]\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http: [{route: [{destination: {host: 7}}]}] | spec.http[0].route[0].destination.host | is the number"
                        + " 7, must be a text",
                "http: [{route: [{destination: {host: a}, weight: x}]}] | spec.http[0].route[0].weight | is the text"
                        + " \"x\", must be a whole number",
                "http: [{route: [{destination: {host: a}, weight: -1}]}] | spec.http[0].route[0].weight | weight -1 <"
                        + " 0",
                "http: [{timeout: soon, route: [{destination: {host: a}}]}] | spec.http[0].timeout | \"soon\" is no"
                        + " duration",
                "http: [{timeout: 0s, route: [{destination: {host: a}}]}] | spec.http[0].timeout | must be at least"
                        + " 1ms",
                "http: [{match: [{uri: {regex: '('}}], route: [{destination: {host: a}}]}] |"
                        + " spec.http[0].match[0].uri.regex | is no RE2 expression",
                "http: [{match: [{uri: {exact: a, prefix: b}}], route: [{destination: {host: a}}]}] |"
                        + " spec.http[0].match[0].uri.exact | only one of",
                "http: [{match: {uri: {exact: a}}, route: [{destination: {host: a}}]}] | spec.http[0].match | is an"
                        + " object, must be a list",
                "http: [{}] | spec.http[0].route | must have exactly one of route, redirect and directResponse",
                "http: [{retries: {attempts: 2, retryOn: sometimes}, route: [{destination: {host: a}}]}] |"
                        + " spec.http[0].retries.retryOn | is not a valid retryOn policy",
                "http: [{route: [{destination: {host: a}, weight: 0}, {destination: {host: b}, weight: 0}]}] |"
                        + " spec.http[0].route | total destination weight = 0",
                "http: [{redirect: {redirectCode: 300, uri: /}}] | spec.http[0].redirect.redirectCode | 300 is none of",
            })
    void aMistakeNamesItsFieldAndTheRestApplies(String rule, String field, String sentence) {
        Translation translation = translate(
                MODEL + GATEWAY + SOUND,
                virtualService(
                        "broken",
                        "2026-01-01T00:00:00Z",
                        "hosts: [b.example.com]\ngateways: [istio-system/edge]\n" + rule + "\n"));
        assertThat(translation.problems())
                .filteredOn(problem -> problem.severity() == Severity.ERROR)
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.object()).isEqualTo("VirtualService ns/broken");
                    assertThat(problem.field()).isEqualTo(field);
                    assertThat(problem.sentence()).contains(sentence).endsWith("; it is not in force");
                });
        assertThat(translation.table().listeners()).hasSize(1);
        assertThat(translation.table().toString()).contains("sound.example.com").doesNotContain("b.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "'hosts: [a, a]', duplicate hosts in virtual service",
        "'hosts: [\"*\"]', wildcard host * is not allowed for virtual services bound to the mesh gateway",
        "'hosts: [a]\ngateways: [./x]', is no gateway name",
    })
    void whatIstiosWebhookRefusesIsRefused(String spec, String sentence) {
        Translation translation = translate(virtualService(
                "broken", "2026-01-01T00:00:00Z", spec + "\nhttp: [{route: [{destination: {host: a}}]}]\n"));
        assertThat(translation.problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).contains(sentence));
        assertThat(translation.table().listeners()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'[{name: a, traffic: 60}, {name: b, traffic: 30}]', Traffic must sum to 100 for multiple predictors",
        "'[{name: a, traffic: 50}]', Traffic must sum be 100 for a single predictor when set",
        "'[{name: a, traffic: 50}, {name: a, traffic: 50}]', Duplicate predictor name",
        "'[]', Graph contains no predictors",
        "'[{name: a, shadow: true}]', Shadow can not exist as only predictor",
    })
    void whatSeldonsWebhookRefusesIsRefusedInItsWords(String predictors, String sentence) {
        Translation translation = translate("apiVersion: machinelearning.seldon.io/v1\n"
                + "kind: SeldonDeployment\n"
                + "metadata: {name: s, namespace: ns}\n"
                + "spec: {predictors: "
                + predictors + "}\n");
        assertThat(translation.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).startsWith(sentence));
    }

    @Test
    void anAnnotationThatIsNoNumberIsToldInTheOperatorsWords() {
        Translation translation = translate("""
            apiVersion: machinelearning.seldon.io/v1
            kind: SeldonDeployment
            metadata: {name: s, namespace: ns, annotations: {seldon.io/istio-retries: abc}}
            spec: {predictors: [{name: a}]}
            """);
        assertThat(translation.problems())
                .anySatisfy(problem ->
                        assertThat(problem.sentence()).startsWith("strconv.Atoi: parsing \"abc\": invalid syntax"));
    }

    @Test
    void anUnknownFieldIsNoticedAndAKnownOneThatIsNotRunIsToldWithWhatHappensInstead() {
        Translation translation = translate(
                MODEL + GATEWAY,
                virtualService(
                        "vs",
                        "2026-01-01T00:00:00Z",
                        "hosts: ['*']\n"
                                + "gateways: [istio-system/edge]\n"
                                + "http:\n"
                                + "- {mirorr: {host: x}, route: [{destination: {host: model}}]}\n"
                                + "tcp: [{route: [{destination: {host: model}}]}]\n"));
        assertThat(translation.problems())
                .anySatisfy(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.NOTICE);
                    assertThat(problem.field()).isEqualTo("spec.http[0].mirorr");
                })
                .anySatisfy(problem -> {
                    assertThat(problem.severity()).isEqualTo(Severity.WARNING);
                    assertThat(problem.field()).isEqualTo("spec.tcp");
                    assertThat(problem.sentence()).contains("TCP routes are not opened");
                });
    }

    @Test
    void theSameObjectTwiceCountsOnce() {
        Translation translation = translate(MODEL + GATEWAY + SOUND, SOUND);
        assertThat(translation.problems())
                .anySatisfy(problem -> assertThat(problem.sentence()).startsWith("stands also in "));
        assertThat(translation.table().listeners()).hasSize(1);
    }
}
