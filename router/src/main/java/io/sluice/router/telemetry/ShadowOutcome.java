package io.sluice.router.telemetry;

import java.util.Locale;

/** What became of a copy that nobody waited for. */
public enum ShadowOutcome {
    /** It was answered, however. */
    SENT,
    /** It was given up, or not begun, for the sake of the router's own bounds, or with the request that it copies. */
    DROPPED,
    /** Its endpoint could not be reached, ended it, or did not answer in time. */
    FAILED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
