package io.sluice.watcher.kubernetes;

/** What is known of a kind, and why it is no more. */
sealed interface Standing {
    /** Nobody has answered yet. */
    record Awaited() implements Standing {}

    /** It was listed, and is watched. */
    record Known() implements Standing {}

    /** It was listed, and may not be watched: it is listed again and again. */
    record Unwatched() implements Standing {}

    /** Its definition is not installed, and never was. */
    record Absent() implements Standing {}

    /** It was here and is not any more, while objects of it are in force. */
    record Vanished() implements Standing {}

    /** The API server does not let this router read it. */
    record Forbidden() implements Standing {}

    /**
     * Attempts to read it fail.
     *
     * @param known whether it was known before
     */
    record Failing(boolean known, String why) implements Standing {}
}
