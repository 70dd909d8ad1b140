package io.sluice.conformance.feature;

import io.sluice.conformance.observation.Header;
import io.sluice.conformance.protocol.Bytes;
import io.sluice.conformance.protocol.Http2Error;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an upstream does with one request. */
public record Step(int delayMillis, Reading reading, Answer answer) {
    static final Step ECHO = new Step(
            0,
            Reading.FIRST,
            new Answer.Message(
                    200, "Scripted", List.of(), new Content.Echo(), false, List.of(), Cut.NOWHERE, Drip.NONE, null));

    /** When the request's body is read. */
    public enum Reading {
        FIRST,
        AFTER_THE_ANSWER,
        NEVER
    }

    /** Where an answer breaks off. */
    public enum Cut {
        NOWHERE,
        AFTER_HEADERS,
        MID_BODY
    }

    /** What becomes of the connection after raw bytes. */
    public enum Afterwards {
        KEEP,
        CLOSE,
        TUNNEL
    }

    /** The body in pieces, a pause before each; one part = at once. */
    public record Drip(int parts, int everyMillis) {
        static final Drip NONE = new Drip(1, 0);
    }

    /** What the body of an answer is. */
    public sealed interface Content {
        /** Says in JSON what the request was. */
        record Echo() implements Content {}

        record Fixed(Bytes bytes) implements Content {}
    }

    /** What is sent back. */
    public sealed interface Answer {
        /** Nothing: an orderly close, or a reset. */
        record Nothing(boolean reset) implements Answer {}

        record Raw(Bytes bytes, Afterwards afterwards) implements Answer {}

        /** RST_STREAM. */
        record ResetStream(Http2Error error) implements Answer {}

        /** GOAWAY, then close. */
        record GoAway(Http2Error error, int lastStream) implements Answer {}

        /** @param resetAfter RST_STREAM after headers and body, instead of an end */
        record Message(
                int status,
                String reason,
                List<Header> headers,
                Content content,
                boolean chunked,
                List<Header> trailers,
                Cut cut,
                Drip drip,
                @Nullable Http2Error resetAfter)
                implements Answer {
            public Message {
                headers = List.copyOf(headers);
                trailers = List.copyOf(trailers);
            }
        }
    }
}
