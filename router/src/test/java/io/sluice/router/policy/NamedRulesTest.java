package io.sluice.router.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.Limits;
import io.sluice.router.http.h1.HeadReading;
import io.sluice.router.policy.NamedRules.Named;
import io.sluice.table.policy.Authorization.Operation;
import io.sluice.table.policy.Authorization.Rule;
import io.sluice.table.policy.Authorization.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** However many rules there are, the one is found that comes first of those that hold. */
class NamedRulesTest {
    private static final String[] PATTERNS = {
        "/",
        "/*",
        "/a",
        "/a*",
        "/a/b",
        "/a/b*",
        "/a/{*}",
        "/a/{**}",
        "/{*}/b",
        "/b/{**}/c",
        "*",
        "*b",
        "*/c",
        "/c/*",
        "/c/d/",
        "/c/d/e*",
        "//*",
        "/a/b/c/d",
        "/aa",
        "/aa*",
        "/ab*",
        "{**}",
        "/\u00e9*"
    };

    private static final String[] PATHS = {
        "/",
        "/a",
        "/aa",
        "/ab",
        "/a/",
        "/a/b",
        "/a/b/",
        "/a/b/c",
        "/a/b/c/d",
        "/b/x/c",
        "/b//c",
        "/c",
        "/c/",
        "/c/d",
        "/c/d/",
        "/c/d/ef",
        "//",
        "//a",
        "/x",
        "/%C3%A9"
    };

    @RepeatedTest(300)
    void theFirstThatHoldsIsFound(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<Named> all = new ArrayList<>();
        int count = 16 + random.nextInt(60);
        for (int i = 0; i < count; i++) {
            Rule rule = new Rule(List.of(), operations(random), List.of());
            String name = String.format(Locale.ROOT, "p%03d", random.nextInt(1000)) + "-" + i;
            all.add(new Named(name, PathTests.starts(rule), RuleTests.matching(rule), Denial.byPolicy(name)));
        }
        NamedRules rules = NamedRules.of(all.stream());
        all.sort(Comparator.comparing(Named::name));
        for (String path : PATHS) {
            for (String method : new String[] {"GET", "POST"}) {
                Facts facts = facts(method, path);
                Named expected = all.stream()
                        .filter(rule -> rule.rule().holds(facts))
                        .findFirst()
                        .orElse(null);
                assertThat(rules.first(facts)).as(method + " " + path).isSameAs(expected);
            }
        }
    }

    private static List<Operation> operations(Random random) {
        List<Operation> operations = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            List<String> paths = new ArrayList<>();
            for (int j = random.nextInt(3); j > 0; j--) {
                paths.add(PATTERNS[random.nextInt(PATTERNS.length)]);
            }
            List<String> not = random.nextInt(4) == 0 ? List.of(PATTERNS[random.nextInt(PATTERNS.length)]) : List.of();
            Values methods = random.nextInt(3) > 0
                    ? new Values(List.of(random.nextBoolean() ? "GET" : "POST"), List.of())
                    : Values.ALL;
            operations.add(new Operation(Values.ALL, Values.ALL, methods, new Values(paths, not)));
        }
        return operations;
    }

    private static Facts facts(String method, String path) {
        byte[] address = Ascii.bytes("10.0.0.1");
        byte[] head = Ascii.bytes(method + " " + path + " HTTP/1.1\r\nhost: h\r\n\r\n");
        return new Facts(0).of(HeadReading.of(head, Limits.DEFAULT).head(), address, address, address, 8080);
    }
}
