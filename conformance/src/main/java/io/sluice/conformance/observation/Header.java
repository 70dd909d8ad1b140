package io.sluice.conformance.observation;

/** One line of a head, or one pseudo header, as it stood on the wire. */
public record Header(String name, String value) {
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
