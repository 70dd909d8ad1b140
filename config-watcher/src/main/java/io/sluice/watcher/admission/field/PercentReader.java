package io.sluice.watcher.admission.field;

import io.sluice.table.Fraction;
import org.jspecify.annotations.Nullable;

/** Reads shares of requests: {@code {value: 12.5}}, and the whole numbers that it replaced. */
public final class PercentReader {
    private PercentReader() {}

    /** Null if the field is missing. */
    public static @Nullable Fraction read(Reader reader, String field) {
        return reader.object(field, percent -> {
            Double value = percent.decimal("value");
            double share = value == null ? 0 : value;
            if (!(share >= 0 && share <= 100)) {
                throw percent.invalid("value", "must be 0 to 100");
            }
            return Fraction.ofPercent(share);
        });
    }

    /** Null if the field is missing. */
    public static @Nullable Integer whole(Reader reader, String field) {
        Integer value = reader.integer(field);
        if (value != null && (value < 0 || value > 100)) {
            throw reader.invalid(field, "must be 0 to 100");
        }
        return value;
    }
}
