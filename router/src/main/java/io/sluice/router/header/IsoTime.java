package io.sluice.router.header;

import io.sluice.router.http.HeaderBlock;

/** Times as {@link #PATTERN} writes them, made of digits alone: a formatter takes a microsecond and a dozen objects for each. */
final class IsoTime {
    static final String PATTERN = "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'";

    private static final long DAY_MILLIS = 86_400_000;
    private static final int ERA_DAYS = 146_097;

    private IsoTime() {}

    /** @param millis since 1970, of years with four digits */
    static void append(long millis, HeaderBlock target) {
        long days = Math.floorDiv(millis, DAY_MILLIS);
        int time = (int) Math.floorMod(millis, DAY_MILLIS);
        appendDate(days, target);
        target.append('T');
        two(time / 3_600_000, target);
        target.append(':');
        two(time / 60_000 % 60, target);
        target.append(':');
        two(time / 1000 % 60, target);
        target.append('.');
        digit(time / 100 % 10, target);
        two(time % 100, target);
        target.append('Z');
    }

    /** Years are counted from March, so that the day that some have more is a year's last; 400 of them have as many days as any 400. */
    private static void appendDate(long daysSince1970, HeaderBlock target) {
        long days = daysSince1970 + 719_468; // from the first of March of the year 0
        long era = Math.floorDiv(days, ERA_DAYS);
        int ofEra = Math.floorMod(days, ERA_DAYS);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int fromMarch = (5 * ofYear + 2) / 153;
        int month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        int year = (int) (yearOfEra + era * 400) + (month <= 2 ? 1 : 0);
        two(year / 100, target);
        two(year % 100, target);
        target.append('-');
        two(month, target);
        target.append('-');
        two(ofYear - (153 * fromMarch + 2) / 5 + 1, target);
    }

    private static void two(int number, HeaderBlock target) {
        digit(number / 10, target);
        digit(number % 10, target);
    }

    private static void digit(int number, HeaderBlock target) {
        target.append((char) ('0' + number));
    }
}
