package io.sluice.router.authz;

import io.sluice.router.http.HeaderBlock;
import org.jspecify.annotations.Nullable;

/** What an authorizer says of a request. */
public sealed interface Verdict {
    /** Nothing is added to what passes. */
    Verdict UNMARKED = new Passes(null, null);

    /**
     * @param upstream fields that replace the request's own; null = none
     * @param grant fields that the client's answer gets; null = none
     */
    record Passes(@Nullable HeaderBlock upstream, @Nullable HeaderBlock grant) implements Verdict {}

    /**
     * The client gets this.
     *
     * @param fields with {@code content-type}, if there is a body
     */
    @SuppressWarnings("ArrayRecordComponent") // made once, never compared
    record Refuses(int status, HeaderBlock fields, byte[] body) implements Verdict {}

    /** There was no answer: the client gets this status alone. */
    record NoAnswer(int status) implements Verdict {}
}
