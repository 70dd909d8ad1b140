package io.sluice.kubernetes;

/** How an API server fails. */
sealed interface Fault {
    /** It answers with a status and nothing else. */
    record Status(int code) implements Fault {}

    /** It takes the request, and never answers. */
    record Hang() implements Fault {}

    /** It ends in the middle of its answer. */
    record Cut() implements Fault {}

    /** It says 200, and something that is no list: a proxy's page. */
    record Garbage() implements Fault {}

    /** It says 200, and a list without the version that every list has. */
    record NoList() implements Fault {}

    /** It takes a watch, keeps it open and tells nothing. */
    record Silent() implements Fault {}

    /** It takes a watch, and ends it by an event of status 410. */
    record Gone() implements Fault {}

    /** It takes a watch, and closes it at once. */
    record Close() implements Fault {}
}
