package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.translate;
import static io.sluice.watcher.Yaml.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.watcher.problem.Severity;
import io.sluice.watcher.translate.Translation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** UX: what Istio's webhook refuses of VirtualServices and Gateways, and what it takes. */
class VirtualServiceRulesTest {

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "fault: {abort: {httpStatus: 700}}, route: [{destination: {host: a}}] | fault.abort.httpStatus | not"
                        + " in 200 to 599",
                "fault: {abort: {grpcStatus: AWAY}}, route: [{destination: {host: a}}] | fault.abort.grpcStatus | is"
                        + " not known",
                "fault: {abort: {httpStatus: 500, grpcStatus: OK}}, route: [{destination: {host: a}}] |"
                        + " fault.abort.httpStatus | exactly one of",
                "fault: {}, route: [{destination: {host: a}}] | fault.delay | must have an abort and/or a delay",
                "fault: {delay: {fixedDelay: 0s}}, route: [{destination: {host: a}}] | fault.delay.fixedDelay | at"
                        + " least 1ms",
                "fault: {abort: {httpStatus: 500, percentage: {value: 101}}}, route: [{destination: {host: a}}] |"
                        + " fault.abort.percentage.value | 0 to 100",
                "fault: {abort: {httpStatus: 500}}, redirect: {uri: /} | fault | cannot contain both fault and"
                        + " redirect",
                "rewrite: {uri: /x}, redirect: {uri: /} | rewrite | cannot contain both rewrite and redirect",
                "rewrite: {}, route: [{destination: {host: a}}] | rewrite.uri | must specify URI",
                "rewrite: {uriRegexRewrite: {match: '(', rewrite: x}}, route: [{destination: {host: a}}] |"
                        + " rewrite.uriRegexRewrite.match | is no RE2",
                "rewrite: {uriRegexRewrite: {match: '(a)', rewrite: '\\2'}}, route: [{destination: {host: a}}] |"
                        + " rewrite.uriRegexRewrite.rewrite | stands a group",
                "match: [{uri: {regex: '(((a{100}){10}){10}){10}'}}], route: [{destination: {host: a}}] |"
                        + " match[0].uri.regex | more than 32768",
                "match: [{uri: {regex: '((a{900}){30}){3}'}}], route: [{destination: {host: a}}] | match[0].uri.regex"
                        + " | more than 32768",
                "match: [{headers: {x: {regex: '*'}}}], route: [{destination: {host: a}}] | match[0].headers.x.regex |"
                        + " is no RE2",
                "match: [{queryParams: {x: {regex: '*'}}}], route: [{destination: {host: a}}] |"
                        + " match[0].queryParams.x.regex | is no RE2",
                "match: [{headers: {'a b': {exact: c}}}], route: [{destination: {host: a}}] | match[0].headers | is no"
                        + " header name",
                "match: [{headers: {'@request.auth.claims-x': {exact: c}}}], route: [{destination: {host: a}}] |"
                        + " match[0].headers | is no header name",
                "match: [{gateways: [./x]}], route: [{destination: {host: a}}] | match[0].gateways[0] | is no gateway"
                        + " name",
                "redirect: {scheme: ftp} | redirect.scheme | must be http or https",
                "redirect: {} | redirect.uri | must specify URI, authority, scheme, or port",
                "redirect: {port: 80, derivePort: FROM_REQUEST_PORT} | redirect.derivePort | only one of",
                "redirect: {derivePort: ELSEWHERE} | redirect.derivePort | is neither",
                "directResponse: {status: 199} | directResponse.status | 200 to 599",
                "directResponse: {status: 200, body: {string: a, bytes: YQ==}} | directResponse.body.bytes | either"
                        + " string or bytes",
                "directResponse: {status: 200, body: {bytes: '!'}} | directResponse.body.bytes | is no base64",
                "corsPolicy: {maxAge: 1.5s}, route: [{destination: {host: a}}] | corsPolicy.maxAge | whole seconds",
                "corsPolicy: {allowMethods: [FETCH]}, route: [{destination: {host: a}}] | corsPolicy.allowMethods | is"
                        + " not a supported HTTP method",
                "corsPolicy: {allowOrigins: [{}]}, route: [{destination: {host: a}}] |"
                        + " corsPolicy.allowOrigins[0].exact | one of exact, prefix and regex",
                "corsPolicy: {unmatchedPreflights: DROP}, route: [{destination: {host: a}}] |"
                        + " corsPolicy.unmatchedPreflights | neither FORWARD nor IGNORE",
                "headers: {request: {set: {x: 'a%b'}}}, route: [{destination: {host: a}}] | headers.request.set.x |"
                        + " single %",
                "headers: {request: {set: {x: '%REQ(a):3%'}}}, route: [{destination: {host: a}}] |"
                        + " headers.request.set.x | length",
                "headers: {request: {set: {x: '%REQ_WITHOUT_QUERY(:PATH)%'}}}, route: [{destination: {host: a}}] |"
                        + " headers.request.set.x | no operator that Envoy knows",
                "headers: {request: {set: {x: '%REQ()%'}}}, route: [{destination: {host: a}}] | headers.request.set.x"
                        + " | names one header",
                "headers: {request: {remove: [Host]}}, route: [{destination: {host: a}}] | headers.request.remove |"
                        + " cannot be removed",
                "headers: {request: {set: {Host: b}}}, rewrite: {authority: c}, route: [{destination: {host: a}}] |"
                        + " rewrite.authority | cannot be set multiple times",
                "route: [{destination: {host: a, subset: 'No Label'}}] | route[0].destination.subset | is no DNS label",
                "route: [{destination: {host: a, port: {number: 0}}}] | route[0].destination.port.number | 1..65535",
                "route: [{destination: {host: '*.a'}}] | route[0].destination.host | names no service",
                "delegate: {name: d}, route: [{destination: {host: a}}] | delegate | root HTTP route cannot have",
                "mirrors: [{}], route: [{destination: {host: a}}] | mirrors[0].destination | is missing",
            })
    void aRuleIsRefusedByFieldAndSentence(String rule, String field, String sentence) {
        refused(
                virtualService(
                        "broken",
                        "2026-01-01T00:00:00Z",
                        "hosts: [b.example.com]\ngateways: [istio-system/edge]\nhttp: [{" + rule + "}]\n"),
                "spec.http[0]." + field,
                sentence);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "hosts: [a.example.com, a.example.com] | spec.hosts[1] | duplicate hosts",
                "hosts: ['*.example.com', a.example.com] | spec.hosts[1] | overlap",
                "hosts: ['*.com', '*.example.com'] | spec.hosts[1] | overlap",
                "hosts: [a..b] | spec.hosts[0] | is invalid",
                "hosts: ['a*'] | spec.hosts[0] | wildcard",
                "hosts: ['*'] | spec.hosts[0] | wildcard host * is not allowed",
                "gateways: [edge] | spec.gateways | delegate virtual service must have no gateways",
                "hosts: [a.example.com], exportTo: [., '*'] | spec.exportTo | cannot have both public",
                "hosts: [a.example.com], gateways: ['a,b'] | spec.gateways[0] | is no gateway name",
            })
    void aVirtualServiceIsRefusedAsAWhole(String spec, String field, String sentence) {
        refused(
                "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: broken, namespace: ns}\n"
                        + "spec: {" + spec + ", http: [{route: [{destination: {host: a}}]}]}\n",
                field,
                sentence);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "[] | spec.servers | at least one server",
                "[{port: {number: 0, name: h, protocol: HTTP}, hosts: ['*']}] | spec.servers[0].port.number | 1..65535",
                "[{port: {number: 80, protocol: HTTP}, hosts: ['*']}] | spec.servers[0].port.name | is missing",
                "[{port: {number: 80, name: h, protocol: FTP}, hosts: ['*']}] | spec.servers[0].port.protocol |"
                        + " unsupported protocol",
                "[{port: {number: 80, name: h, protocol: HTTP}, hosts: []}] | spec.servers[0].hosts | at least one"
                        + " host",
                "[{port: {number: 80, name: h, protocol: HTTP}, hosts: ['x y/a']}] | spec.servers[0].hosts[0] | before"
                        + " the slash",
                "[{port: {number: 80, name: h, protocol: HTTP}, hosts: ['a..b']}] | spec.servers[0].hosts[0] | is"
                        + " invalid",
                "[{port: {number: 443, name: h, protocol: HTTPS}, hosts: ['*']}] | spec.servers[0].tls | must have TLS"
                        + " settings",
                "[{port: {number: 80, name: h, protocol: HTTP}, hosts: ['*'], tls: {mode: SIMPLE}}] |"
                        + " spec.servers[0].tls | plain text HTTP ports",
            })
    void aGatewayIsRefused(String servers, String field, String sentence) {
        refused(
                "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: broken, namespace: ns}\n"
                        + "spec: {selector: {istio: ingressgateway}, servers: " + servers + "}\n",
                field,
                sentence);
    }

    private static void refused(String object, String field, String sentence) {
        Translation translation = translate(MODEL + GATEWAY, object);
        assertThat(translation.problems())
                .filteredOn(problem ->
                        problem.severity() == Severity.ERROR && problem.object().endsWith("ns/broken"))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.field()).startsWith(field);
                    assertThat(problem.sentence()).contains(sentence);
                });
    }

    @ParameterizedTest(name = "{0} is taken")
    @CsvSource(
            delimiter = '|',
            value = {
                "match: [{withoutHeaders: {x: {regex: '*'}}}], route: [{destination: {host: model}}]",
                "match: [{headers: {'a!#$%&''*+-.^_`~z': {exact: v}}}], route: [{destination: {host: model}}]",
                "match: [{uri: {prefix: ''}}], route: [{destination: {host: model}}]",
                "match: [{uri: {}}], route: [{destination: {host: model}}]",
                "headers: {request: {set: {x: '%START_TIME(%Y-%m)% 50%%'}}}, route: [{destination: {host: model}}]",
                "corsPolicy: {allowOrigin: ['*'], allowMethods: ['*']}, route: [{destination: {host: model}}]",
                "rewrite: {uriRegexRewrite: {match: '^/a/(.*)', rewrite: '/\\1'}}, route: [{destination: {host:"
                        + " model}}]",
            })
    void aSoundRuleIsTaken(String rule) {
        Translation translation = translate(
                MODEL + GATEWAY,
                virtualService(
                        "sound",
                        "2026-01-01T00:00:00Z",
                        "hosts: [b.example.com]\ngateways: [istio-system/edge]\nhttp: [{" + rule + "}]\n"));
        assertThat(translation.problems()).isEmpty();
    }
}
