package io.sluice.watcher;

import static io.sluice.watcher.Yaml.GATEWAY;
import static io.sluice.watcher.Yaml.MODEL;
import static io.sluice.watcher.Yaml.translate;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Forward;
import io.sluice.table.Host;
import io.sluice.table.Listener;
import io.sluice.table.Route;
import io.sluice.table.Traffic;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Problem;
import io.sluice.watcher.translate.Translation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that another VirtualService writes (istio.md §1.4, §6.13). */
class DelegatesTest {

    private static Translation joined(String root, String delegate) {
        return translate(
                MODEL + GATEWAY,
                "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: root, namespace: ns}\n"
                        + "spec: {hosts: [h.example.com], gateways: [istio-system/edge], http: [{" + root + "}]}\n",
                "apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: leaf, namespace: team}\n"
                        + "spec: {" + delegate + "}\n");
    }

    private static List<Route> routes(Translation translation) {
        List<Route> routes = new ArrayList<>();
        for (Listener listener : translation.table().listeners()) {
            if (listener.traffic() instanceof Traffic.Http http) {
                http.hosts().stream().map(Host::routes).forEach(routes::addAll);
            }
        }
        return routes;
    }

    private static final String TO_MODEL = "route: [{destination: {host: model.ns.svc.cluster.local}}]";

    @ParameterizedTest(name = "{0}: {1} with {2} leaves {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "UV-05 exact under a prefix | uri: {prefix: /a}          | uri: {exact: /a/b}            | 1",
                "UV-06 regex and none       | uri: {regex: ^/a}          | method: {exact: GET}          | 1",
                "UV-07 regex and prefix     | uri: {prefix: /a}          | uri: {regex: ^/a}             | 0",
                "UV-19 regex and regex      | uri: {regex: ^/a}          | uri: {regex: ^/a}             | 0",
                "UV-20 longer prefix        | uri: {prefix: /a}          | uri: {prefix: /a/b}           | 1",
                "UV-21 shorter prefix       | uri: {prefix: /a/b}        | uri: {prefix: /a}             | 0",
                "UV-22 root exact           | uri: {exact: /a}           | uri: {prefix: /a}             | 0",
                "UV-23 other method         | method: {exact: GET}       | method: {exact: PUT}          | 0",
                "UV-24 same header          | headers: {x: {exact: a}}   | headers: {x: {exact: a}}      | 1",
                "UV-25 header differs       | headers: {x: {exact: a}}   | headers: {x: {exact: b}}      | 0",
                "UV-26 header under prefix  | headers: {x: {prefix: a}}  | headers: {x: {exact: ab}}     | 1",
                "UV-27 header off prefix    | headers: {x: {prefix: b}}  | headers: {x: {exact: ab}}     | 0",
                "UV-28 other headers        | headers: {x: {exact: a}}   | headers: {y: {exact: b}}      | 1",
                "UV-29 without differs      | withoutHeaders: {x: {exact: a}} | withoutHeaders: {x: {exact: b}} | 0",
                "UV-30 port and none        | port: 80                   | uri: {prefix: /}              | 1",
                "UV-31 other port           | port: 80                   | port: 81                      | 0",
                "UV-32 query differs        | queryParams: {q: {exact: a}} | queryParams: {q: {exact: b}} | 0",
                "UV-33 case                 | 'uri: {prefix: /a}, ignoreUriCase: true' | uri: {prefix: /a} | 0",
                "UV-34 namespace            | sourceNamespace: istio-system | sourceNamespace: b          | 0",
                "UV-35 foreign gateways     | gateways: [istio-system/edge] | gateways: [other/edge]      | 0",
            })
    void conditionsHoldTogetherOrTheRuleGoes(String name, String root, String leaf, int left) {
        Translation translation = joined(
                "match: [{" + root + "}], delegate: {name: leaf, namespace: team}",
                "http: [{match: [{" + leaf + "}], " + TO_MODEL + "}]");
        assertThat(routes(translation)).hasSize(left);
        assertThat(translation.problems().stream().map(Problem::code))
                .filteredOn(code -> code == Code.UNREACHABLE_ROUTE)
                .hasSize(1 - left);
    }

    @Test
    void oneConflictingMatchOfTwoTakesTheWholeRuleOut() {
        assertThat(routes(joined(
                        "match: [{uri: {prefix: /a}}], delegate: {name: leaf, namespace: team}",
                        "http: [{match: [{uri: {prefix: /a/b}}, {uri: {prefix: /c}}], " + TO_MODEL + "}]")))
                .isEmpty();
    }

    @Test
    void whatTheDelegateDoesNotSayIsInherited() {
        List<Route> routes = routes(joined(
                "name: r, timeout: 3s, fault: {abort: {httpStatus: 500}}, corsPolicy: {allowOrigin: ['*']},"
                        + " rewrite: {authority: x}, headers: {request: {set: {a: b}}},"
                        + " delegate: {name: leaf, namespace: team}",
                "http: [{name: d, timeout: 1s, " + TO_MODEL + "}]"));
        assertThat(routes).singleElement().satisfies(route -> {
            assertThat(route.name()).isEqualTo("r-d");
            assertThat(route.policies().fault()).isNotNull();
            assertThat(route.policies().cors()).isNotNull();
            assertThat(route.policies().headers().request().set()).hasSize(1);
            assertThat(route.origin().name()).isEqualTo("leaf");
            Forward forward = (Forward) route.action();
            assertThat(forward.timeout()).hasSeconds(1);
            assertThat(forward.rewrite().authority()).isEqualTo("x");
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "exportTo: ['.'],",
                "hosts: [own.example.com],",
            })
    void aDelegateThatIsNotThereTakesItsRuleAlone(String leaf) {
        Translation translation =
                joined("delegate: {name: leaf, namespace: team}}, {" + TO_MODEL, leaf + "http: [{" + TO_MODEL + "}]");
        assertThat(translation.problems().stream().map(Problem::code)).contains(Code.MISSING_DELEGATE);
        assertThat(routes(translation))
                .filteredOn(route -> route.origin().name().equals("root"))
                .hasSize(1);
    }
}
