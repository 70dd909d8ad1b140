package io.sluice.conformance.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case below {@code conformance/own}; and every mutation is noticed by the cases that are said to. */
public class OwnCasesTest {
    private static Cases cases;

    /** Of all cases, {@code file/case}. */
    public static Set<String> names() {
        return OwnCases.all().keySet();
    }

    @BeforeAll
    static void start() throws IOException {
        cases = new Cases();
    }

    @AfterAll
    static void stop() throws IOException {
        cases.close();
    }

    @TestFactory
    Stream<DynamicTest> theTableDoesAsTheReferenceSays() {
        return cases.all.values().stream()
                .map(each -> dynamicTest(
                        each.name(),
                        () -> assertThat(cases.differences(each, UnaryOperator.identity()))
                                .isEmpty()));
    }

    /** A case that passes on a broken table proves nothing. */
    @TestFactory
    Stream<DynamicTest> aBrokenRuleIsNoticed() {
        return Mutations.all().stream()
                .map(mutation -> dynamicTest(mutation.name(), () -> {
                    assertThat(mutation.kills()).isNotEmpty().allSatisfy(name -> {
                        OwnCase named = cases.all.get(name);
                        assertThat(named).as(name + " is no case").isNotNull();
                        List<String> differences = cases.differences(named, mutation.change());
                        assertThat(differences).as(name + " does not notice").isNotEmpty();
                    });
                }));
    }
}
