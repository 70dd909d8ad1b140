package io.sluice.conformance.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.runner.Description;
import org.junit.runner.JUnitCore;
import org.junit.runner.notification.Failure;
import org.junit.runner.notification.RunListener;

/** Each of gRPC's interoperability tests, which are made for an older JUnit, as a test of its own. */
class GrpcInteropTest {

    @TestFactory
    Stream<DynamicTest> everyCallBehavesAsWithoutARouter() {
        Map<String, String> failures = new LinkedHashMap<>();
        List<String> finished = new ArrayList<>();
        JUnitCore core = new JUnitCore();
        core.addListener(new RunListener() {
            @Override
            public void testFinished(Description description) {
                finished.add(description.getMethodName());
            }

            @Override
            public void testFailure(Failure failure) {
                failures.put(String.valueOf(failure.getDescription().getMethodName()), failure.getTrace());
            }
        });
        core.run(RoutedCalls.class);
        assertThat(finished).isNotEmpty();
        finished.addAll(failures.keySet().stream()
                .filter(name -> !finished.contains(name))
                .toList());
        return finished.stream()
                .map(name -> dynamicTest(
                        name, () -> assertThat(failures.get(name)).as(name).isNull()));
    }
}
