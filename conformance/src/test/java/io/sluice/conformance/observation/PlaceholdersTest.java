package io.sluice.conformance.observation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that differ by nature become placeholders; those that only look alike stay as they are. */
class PlaceholdersTest {
    private static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("Date", "Tue, 24 Nov 2026 10:00:00 GMT", "<date>"),
                Arguments.of("x-request-id", "0a1b2c3d-0000-4000-8000-0123456789ab", "<uuid>"),
                Arguments.of("x-request-id", "mine", "mine"),
                Arguments.of(
                        "x-other-id", "0a1b2c3d-0000-4000-8000-0123456789ab", "0a1b2c3d-0000-4000-8000-0123456789ab"),
                Arguments.of("x-envoy-upstream-service-time", "12", "<ms>"),
                Arguments.of("x-envoy-upstream-service-time", "soon", "soon"),
                Arguments.of("x-forwarded-for", "127.0.0.2,127.0.0.1", "127.0.0.2,<gateway>"),
                Arguments.of("x-forwarded-for", "10.9.8.7, 127.0.0.1", "10.9.8.7,<gateway>"),
                Arguments.of("set-cookie", "seat=\"0123456789abcdef\"; Path=/", "seat=\"<hash>\"; Path=/"),
                Arguments.of("set-cookie", "seat=\"mine\"; Path=/", "seat=\"mine\"; Path=/"),
                Arguments.of("x-big", "a".repeat(512), "a".repeat(512)),
                Arguments.of(
                        "x-big",
                        "a".repeat(513),
                        "<513 characters, sha256 "
                                + Body.of("a".repeat(513).getBytes(StandardCharsets.UTF_8))
                                        .sha256() + ">"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void whatDiffersFromRunToRunIsReplaced(String name, String value, String replaced) {
        assertThat(Placeholders.in(new Header(name, value))).isEqualTo(new Header(name, replaced));
    }
}
