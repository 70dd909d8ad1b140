package io.sluice.router.telemetry.traffic;

/**
 * A caller, as series know it. Immutable.
 *
 * @param index dense, so that a series is found by it
 * @param principal whom its certificate names, {@code spiffe://td/ns/x/sa/y}
 */
public record Source(int index, Party party, String principal) {
    public static final Source UNKNOWN = new Source(0, Party.UNKNOWN, Party.NOT_KNOWN);
}
