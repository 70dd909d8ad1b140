package io.sluice.conformance.observation;

/** What said where a message ends. */
public enum Framing {
    CONTENT_LENGTH("content-length"),
    CHUNKED("chunked"),
    UNTIL_CLOSE("until-close"),
    NONE("none"),
    H2("h2");

    private final String recorded;

    Framing(String recorded) {
        this.recorded = recorded;
    }

    /** As recordings spell it. */
    @Override
    public String toString() {
        return recorded;
    }
}
