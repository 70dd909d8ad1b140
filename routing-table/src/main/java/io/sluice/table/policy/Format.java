package io.sluice.table.policy;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A header's value, made anew for each request (Envoy's substitution formats: {@code %REQ(x)%}). A format whose pieces all
 * come to nothing adds no header; inside a text a missing piece is empty (istio-recorded.md §4).
 *
 * @param pieces joined without anything between
 */
public record Format(List<Piece> pieces) {
    public Format {
        pieces = List.copyOf(pieces);
    }

    /** The same text for every request; the empty text never adds a header. */
    public static Format literal(String text) {
        return new Format(text.isEmpty() ? List.of() : List.of(new Piece.Literal(text)));
    }

    /** Whether it can never come to anything. */
    public boolean isEmpty() {
        return pieces.isEmpty();
    }

    /** As manifests write it, but for times, which show their own pattern. */
    @Override
    public String toString() {
        return pieces.stream().map(Format::text).collect(Collectors.joining());
    }

    private static String text(Piece piece) {
        return switch (piece) {
            case Piece.Literal literal -> literal.text().replace("%", "%%");
            case Piece.RequestHeader header -> named("REQ", header.name(), header.otherwise());
            case Piece.ResponseHeader header -> named("RESP", header.name(), header.otherwise());
            case Piece.StartTime time -> "%START_TIME(" + time.pattern() + ")%";
            case Piece.StartSeconds seconds -> "%START_TIME(%s)%";
            case Piece.Of of -> "%" + of.attribute() + "%";
            case Piece.Missing missing -> "-";
            case Piece.Shortened shortened -> {
                String whole = text(shortened.piece());
                yield whole.substring(0, whole.length() - 1) + ":" + shortened.most() + "%";
            }
            case Piece.Discreet discreet -> text(discreet.piece());
        };
    }

    private static String named(String operator, String name, @Nullable String otherwise) {
        return "%" + operator + "(" + name + (otherwise == null ? "" : "?" + otherwise) + ")%";
    }

    /** A part of a value. */
    public sealed interface Piece {
        record Literal(String text) implements Piece {}

        /**
         * The first line of a request header that is not empty.
         *
         * @param name lower case; {@code :path}, {@code :method}, {@code :authority} and {@code :scheme} are allowed
         * @param otherwise looked for when the first is missing; null = nothing
         */
        record RequestHeader(String name, @Nullable String otherwise) implements Piece {}

        /** The same of the response; nothing in a change to a request. */
        record ResponseHeader(String name, @Nullable String otherwise) implements Piece {}

        /**
         * When the request began, in UTC.
         *
         * @param pattern of {@link java.time.format.DateTimeFormatter}
         */
        record StartTime(String pattern) implements Piece {}

        /** When the request began: whole seconds since 1970. */
        record StartSeconds() implements Piece {}

        record Of(Attribute attribute) implements Piece {}

        /** What Envoy knows and this router does not; in access logs alone, where its place is seen. */
        record Missing() implements Piece {}

        /**
         * The beginning of a piece; in access logs alone.
         *
         * @param most bytes
         */
        record Shortened(Piece piece, int most) implements Piece {}

        /** A piece without tokens, and without values of parameters that prove who asked; in access logs alone. */
        record Discreet(Piece piece) implements Piece {}
    }

    /** What is known of an exchange, by Envoy's names. */
    public enum Attribute {
        /** Bytes of the request's body so far. */
        BYTES_RECEIVED,
        /** Bytes of the response's body so far. */
        BYTES_SENT,
        /** Of the peer, whatever it says of others. */
        DOWNSTREAM_DIRECT_REMOTE_ADDRESS,
        DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT,
        DOWNSTREAM_DIRECT_REMOTE_PORT,
        DOWNSTREAM_LOCAL_ADDRESS,
        DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT,
        DOWNSTREAM_LOCAL_PORT,
        /** Of the client: behind trusted proxies, as they say. */
        DOWNSTREAM_REMOTE_ADDRESS,
        DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT,
        DOWNSTREAM_REMOTE_PORT,
        /** Milliseconds since the request began; nothing before there is a response. */
        DURATION,
        PROTOCOL,
        /** Of the endpoint's answer; 0 before there is one, and for answers of the router's own. */
        RESPONSE_CODE,
        RESPONSE_CODE_DETAILS,
        /** {@code -} for none. */
        RESPONSE_FLAGS,
        ROUTE_NAME,
        UPSTREAM_CLUSTER,
        /** Address and port of the endpoint that answered. */
        UPSTREAM_HOST,
        UPSTREAM_REMOTE_ADDRESS,
        UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT,
        UPSTREAM_REMOTE_PORT,
        UPSTREAM_REQUEST_ATTEMPT_COUNT,

        // In access logs alone: none of it is known while there is still a head to change.

        /** As number; nothing but for gRPC. */
        GRPC_STATUS_NUMBER,
        REQUESTED_SERVER_NAME,
        UPSTREAM_CLUSTER_RAW,
        /** Milliseconds from the try's begin to its answer's head. */
        UPSTREAM_SERVICE_TIME,
        /** Of the destination that was drawn. */
        SLUICE_DESTINATION_SERVICE,
        SLUICE_SUBSET,
        /** Microseconds that it was under way, but for those in which an endpoint had it. */
        SLUICE_OVERHEAD_MICROS,
        /** The object that the route stands in, as {@code namespace/name}. */
        SLUICE_VIRTUAL_SERVICE,
        /** Where in it: {@code spec.http[0].match[1]}. */
        SLUICE_RULE;

        private static final Set<Attribute> ONLY_IN_LOGS = EnumSet.range(GRPC_STATUS_NUMBER, SLUICE_RULE);
        private static final Set<Attribute> NUMBERS = EnumSet.of(
                BYTES_RECEIVED,
                BYTES_SENT,
                DOWNSTREAM_DIRECT_REMOTE_PORT,
                DOWNSTREAM_LOCAL_PORT,
                DOWNSTREAM_REMOTE_PORT,
                DURATION,
                RESPONSE_CODE,
                UPSTREAM_REMOTE_PORT,
                UPSTREAM_REQUEST_ATTEMPT_COUNT,
                GRPC_STATUS_NUMBER,
                SLUICE_OVERHEAD_MICROS);

        /** Whether headers, which go before all of that is known, cannot show it. */
        public boolean onlyInLogs() {
            return ONLY_IN_LOGS.contains(this);
        }

        /** Whether JSON shows it as a number. */
        public boolean isNumber() {
            return NUMBERS.contains(this);
        }
    }
}
