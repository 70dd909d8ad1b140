package io.sluice.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.telemetry.Observation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expressions of CEL: what is read of them, what is told to be beyond this router, and what is none. */
class FilterExpressionTest {
    private static io.sluice.watcher.translate.Translation translate(String expression) {
        return Yaml.translate(
                "apiVersion: telemetry.istio.io/v1\nkind: Telemetry\nmetadata: {name: t, namespace: istio-system}\n"
                        + "spec:\n  accessLogging:\n  - providers: [{name: p}]\n    filter:\n      expression: |-\n"
                        + expression.indent(8));
    }

    private static List<String> told(String expression) {
        return translate(expression).problems().stream()
                .filter(problem -> !problem.code().name().equals("UNKNOWN_PROVIDER"))
                .map(problem -> problem.code() + " " + problem.sentence())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.code >= 400",
                "response.code>=400&&response.code<500",
                "!(request.url_path.startsWith('/healthz') || request.url_path == \"/ready\")",
                "request.headers['x-debug'] == 'yes' || 'x-b' in request.headers",
                "has(request.headers.x) && request.headers.x.contains('a')",
                "has(response.code) || true",
                "connection.mtls == false",
                "request.method in ['GET', 'HEAD']",
                "request.path.matches(r'^/v\\d+/')",
                "size(request.host) > 3 && request.host.size() < 60u",
                "response.code > -1 // whatever",
                "xds.cluster_name.endsWith('ns.svc.cluster.local') && upstream.request_attempt_count > 1",
                "response.headers['grpc-status'] != '0'",
                "response.grpc_status > 0 && source.address != '' && true",
            })
    void isRead(String expression) {
        assertThat(told(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        request.duration > duration('1s')        | request.duration
        response.flags != 0                      | response.flags
        response.code + 1 > 2                    | arithmetic
        true ? true : false                      | a choice
        request.headers.exists(h, h == 'x')      | request.headers
        request.path.matches(request.host)       | a pattern that is not written down
        filter_state['x'] == 'y'                 | filter_state[…]
        string(response.code) == '200'           | the function string
        request.path.replace('a', 'b') == 'c'    | the function replace
        'a' in metadata                          | "in metadata"
        """)
    void whatIsCelButNotRunIsToldAndLeftOut(String expression, String what) {
        assertThat(told(expression)).singleElement().asString().startsWith("NOT_SUPPORTED " + what);
        Observation router = translate(expression).table().telemetry().router();
        assertThat(router.logs()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "response.code >=",
                "(response.code > 1",
                "response.code > 1)",
                "request.path == 'x",
                "&& true",
                "request.path.contains()",
                "'a\\q' == 'b'",
                "response.code = 1",
            })
    void whatIsNoneIsRefused(String expression) {
        assertThat(told(expression)).singleElement().asString().startsWith("REFUSED is no expression of CEL");
    }

    @Test
    void whatWouldTakeTooMuchIsRefused() {
        assertThat(told("!".repeat(200) + "true")).singleElement().asString().startsWith("INVALID_FIELD");
        assertThat(told("(".repeat(200) + "true" + ")".repeat(200)))
                .singleElement()
                .asString()
                .startsWith("INVALID_FIELD");
        assertThat(told("'" + "x".repeat(5000) + "' == ''"))
                .singleElement()
                .asString()
                .startsWith("INVALID_FIELD");
        assertThat(told("request.path.matches('(')")).singleElement().asString().startsWith("INVALID_FIELD");
    }

    @Test
    void anEmptyOneLetsEverythingPass() {
        assertThat(told("")).isEmpty();
    }
}
