package io.sluice.router.http.h1;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeepAliveFieldTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "timeout=5           |     5",
                "timeout=5, max=100  |     5",
                "max=100,Timeout=75  |    75",
                "timeout=99999999999 | 86400",
                "timeout=0           |     0",
                "timeout=            |     0",
                "timeout=5s          |     0",
                "timeout=-1          |     0",
                "max=100             |     0",
                ",,                  |     0",
            })
    void namesATimeOrNone(String value, int seconds) {
        byte[] bytes = Ascii.bytes(value);
        assertThat(KeepAliveField.seconds(bytes, 0, bytes.length)).isEqualTo(seconds);
    }
}
