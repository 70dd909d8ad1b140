package io.sluice.router.loop;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The text of the {@code date} header (RFC 9110 §5.6.7), made once a second. Confined to its event loop. */
public final class LoopDate {
    private static final DateTimeFormatter IMF_FIXDATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private byte[] text = {};

    /** Shared: never written to. */
    public byte[] now() {
        long current = System.currentTimeMillis() / 1000;
        if (current != second) {
            second = current;
            text = IMF_FIXDATE.format(Instant.ofEpochSecond(current)).getBytes(StandardCharsets.US_ASCII);
        }
        return text;
    }
}
