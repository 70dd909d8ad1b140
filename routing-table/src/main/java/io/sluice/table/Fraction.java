package io.sluice.table;

/**
 * A share of requests, in parts per million as Envoy resolves a percentage.
 *
 * @param perMillion 0–1,000,000
 */
public record Fraction(int perMillion) {
    public static final Fraction NONE = new Fraction(0);
    public static final Fraction ALL = new Fraction(1_000_000);

    public Fraction {
        if (perMillion < 0 || perMillion > 1_000_000) {
            throw new IllegalArgumentException(perMillion + " per million");
        }
    }

    /** A percentage as manifests write it, 0–100, cut to 1/10,000 of a percent. */
    public static Fraction ofPercent(double percent) {
        return new Fraction((int) (percent * 10_000));
    }
}
