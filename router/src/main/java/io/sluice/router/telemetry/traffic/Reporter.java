package io.sluice.router.telemetry.traffic;

import java.util.Locale;

/** Who, in a mesh, would have told of it (ecosystem §2b). */
enum Reporter {
    /** Once an exchange: its final answer and all of its time. */
    SOURCE,
    /** Once a try, shadows among them: its own answer and its own time. */
    DESTINATION;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
