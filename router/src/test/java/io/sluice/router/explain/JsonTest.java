package io.sluice.router.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.Role;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records as RFC 8259 spells objects. */
class JsonTest {
    record Sample(
            String text,
            Role role,
            double share,
            int count,
            boolean yes,
            Duration patience,
            @Nullable String nothing,
            List<Object> list) {}

    @Test
    void namesValuesAndEscapes() {
        Sample sample = new Sample(
                "a\"\\\n\u0001é",
                Role.MESH,
                33.333333,
                2,
                true,
                Duration.ofMillis(1500),
                null,
                List.of(new Outcome.Redirected(301, "x"), 75.0));
        assertThat(Json.of(sample)).isEqualTo("""
            {
              "text": "a\\"\\\\\\n\\u0001é",
              "role": "mesh",
              "share": 33.33,
              "count": 2,
              "yes": true,
              "patience": "PT1.5S",
              "list": [
                {
                  "kind": "redirected",
                  "status": 301,
                  "location": "x"
                },
                75
              ]
            }
            """);
        assertThat(Json.of(List.of())).isEqualTo("[]\n");
        assertThat(Json.error("no")).isEqualTo("{\n  \"error\": \"no\"\n}\n");
    }
}
