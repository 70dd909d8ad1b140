package io.sluice.router.telemetry.traffic;

/**
 * A caller, as series know it. Immutable.
 *
 * @param index dense, so that a series is found by it
 */
public record Source(int index, Party party) {
    public static final Source UNKNOWN = new Source(0, Party.UNKNOWN);
}
