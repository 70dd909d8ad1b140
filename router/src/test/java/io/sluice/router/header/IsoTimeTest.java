package io.sluice.router.header;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Says the same as the formatter of the JDK. */
class IsoTimeTest {
    private static final DateTimeFormatter SAME =
            DateTimeFormatter.ofPattern(IsoTime.PATTERN, Locale.ROOT).withZone(ZoneOffset.UTC);

    private static String text(long millis) {
        HeaderBlock block = new HeaderBlock();
        IsoTime.append(millis, block);
        return Ascii.text(block.bytes(), 0, block.length());
    }

    @Property
    void isTheFormattersText(@ForAll @LongRange(min = 0, max = 253_402_300_799_999L) long millis) {
        assertThat(text(millis)).isEqualTo(SAME.format(Instant.ofEpochMilli(millis)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00.000Z",
                "2000-02-29T23:59:59.999Z",
                "2000-03-01T00:00:00.000Z",
                "2100-02-28T12:00:00.500Z",
                "2100-03-01T00:00:00.001Z",
                "2024-12-31T23:59:59.999Z",
                "2025-01-01T00:00:00.000Z",
                "9999-12-31T23:59:59.999Z",
            })
    void knowsWhereYearsAndMonthsEnd(String time) {
        assertThat(text(Instant.parse(time).toEpochMilli())).isEqualTo(time);
    }
}
