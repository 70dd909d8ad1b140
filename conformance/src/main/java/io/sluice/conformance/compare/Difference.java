package io.sluice.conformance.compare;

/**
 * One thing that is not as recorded.
 *
 * @param what for example {@code response status}, {@code upstream[0:a] header x-b}
 * @param expected empty if it must not be there
 * @param observed empty if it is not there
 */
public record Difference(String what, String expected, String observed) {
    private static final int LONGEST = 300;

    @Override
    public String toString() {
        return what + ": expected " + shown(expected) + ", observed " + shown(observed);
    }

    private static String shown(String value) {
        if (value.isEmpty()) {
            return "nothing";
        }
        return value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value;
    }
}
