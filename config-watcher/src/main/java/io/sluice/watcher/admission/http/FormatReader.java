package io.sluice.watcher.admission.http;

import io.sluice.table.policy.Format;
import io.sluice.table.policy.Format.Attribute;
import io.sluice.table.policy.Format.Piece;
import io.sluice.watcher.admission.field.Reader;
import io.sluice.watcher.admission.field.Refusal;
import io.sluice.watcher.problem.Code;
import io.sluice.watcher.problem.Severity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a header's value, or a line of an access log: text with Envoy's operators between percent signs (istio.md §1.6; istio-recorded.md §4). */
public final class FormatReader {
    private static final Pattern OPERATOR = Pattern.compile("%([A-Z0-9_]+)(?:\\((.*?)\\))?(:\\d+)?%");

    /** Envoy knows these; here they never have a value. */
    private static final Set<String> WITHOUT_VALUE = Set.of(
            "ACCESS_LOG_TYPE",
            "CLUSTER_METADATA",
            "CONNECTION_ID",
            "CONNECTION_TERMINATION_DETAILS",
            "DOWNSTREAM_HANDSHAKE_DURATION",
            "DOWNSTREAM_LOCAL_DNS_SAN",
            "DOWNSTREAM_LOCAL_SUBJECT",
            "DOWNSTREAM_LOCAL_URI_SAN",
            "DOWNSTREAM_PEER_CERT",
            "DOWNSTREAM_PEER_CERT_V_END",
            "DOWNSTREAM_PEER_CERT_V_START",
            "DOWNSTREAM_PEER_DNS_SAN",
            "DOWNSTREAM_PEER_FINGERPRINT_1",
            "DOWNSTREAM_PEER_FINGERPRINT_256",
            "DOWNSTREAM_PEER_ISSUER",
            "DOWNSTREAM_PEER_SERIAL",
            "DOWNSTREAM_PEER_SUBJECT",
            "DOWNSTREAM_PEER_URI_SAN",
            "DOWNSTREAM_TLS_CIPHER",
            "DOWNSTREAM_TLS_SESSION_ID",
            "DOWNSTREAM_TLS_VERSION",
            "DOWNSTREAM_TRANSPORT_FAILURE_REASON",
            "DYNAMIC_METADATA",
            "ENVIRONMENT",
            "FILTER_CHAIN_NAME",
            "FILTER_STATE",
            "GRPC_STATUS",
            "GRPC_STATUS_NUMBER",
            "HOSTNAME",
            "REQUESTED_SERVER_NAME",
            "REQUEST_DURATION",
            "REQUEST_TX_DURATION",
            "RESPONSE_DURATION",
            "RESPONSE_FLAGS_LONG",
            "RESPONSE_TX_DURATION",
            "ROUNDTRIP_DURATION",
            "STREAM_ID",
            "TRACE_ID",
            "TRAILER",
            "UNIQUE_ID",
            "UPSTREAM_CLUSTER_RAW",
            "UPSTREAM_CONNECTION_ID",
            "UPSTREAM_CONNECTION_POOL_READY_DURATION",
            "UPSTREAM_FILTER_STATE",
            "UPSTREAM_HOST_NAME",
            "UPSTREAM_LOCAL_ADDRESS",
            "UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT",
            "UPSTREAM_LOCAL_PORT",
            "UPSTREAM_METADATA",
            "UPSTREAM_PEER_SUBJECT",
            "UPSTREAM_TLS_CIPHER",
            "UPSTREAM_TLS_VERSION",
            "UPSTREAM_TRANSPORT_FAILURE_REASON",
            "VIRTUAL_CLUSTER_NAME");

    private final Reader operations;
    private final String field;

    /** It is for an access log, which is written when everything is known. */
    private final boolean log;

    private final List<Piece> pieces = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    private FormatReader(Reader operations, String field, boolean log) {
        this.log = log;
        this.operations = operations;
        this.field = field;
    }

    /** @throws Refusal for what Istio's webhook, or Envoy, would not take */
    static Format read(Reader operations, String field, String value) {
        return new FormatReader(operations, field, false).read(value);
    }

    /** @throws Refusal for what Envoy would not take */
    public static Format readLog(Reader mesh, String field, String value) {
        return new FormatReader(mesh, field, true).read(value);
    }

    private Format read(String value) {
        if (value.chars().filter(c -> c == '%').count() % 2 != 0) {
            throw operations.invalid(
                    field, "a single % is not allowed: double it to %%, or put it around an operator like %REQ(x)%");
        }
        scan(value);
        return new Format(pieces);
    }

    private void scan(String value) {
        Matcher operator = OPERATOR.matcher(value);
        int at = 0;
        while (at < value.length()) {
            char c = value.charAt(at);
            if (c != '%') {
                text.append(c);
                at++;
            } else if (value.startsWith("%%", at)) {
                text.append('%');
                at += 2;
            } else if (operator.find(at) && operator.start() == at) {
                operator(operator.group(1), operator.group(2), operator.group(3));
                at = operator.end();
            } else {
                // Not quoted: what is set may be a credential.
                throw operations.invalid(
                        field,
                        "has a % as its character " + (at + 1)
                                + " that begins no operator like %REQ(x)%; write %% for a plain one");
            }
        }
        endText();
    }

    private void endText() {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Literal(text.toString()));
            text.setLength(0);
        }
    }

    private void add(Piece piece) {
        endText();
        pieces.add(piece);
    }

    private void operator(String name, @Nullable String argument, @Nullable String length) {
        if (length != null && !log) {
            throw operations.invalid(field, "%" + name + "%: a length is not allowed in a header");
        }
        int before = pieces.size() + (text.isEmpty() ? 0 : 1);
        switch (name) {
            case "REQ" -> add(header(name, argument, Piece.RequestHeader::new));
            case "RESP" -> add(ofResponse(name, argument));
            case "START_TIME" -> startTime(argument == null ? "" : argument);
            default -> add(name, argument);
        }
        if (length != null && pieces.size() == before + 1) {
            pieces.set(before, new Piece.Shortened(pieces.get(before), most(length)));
        }
    }

    private int most(String length) {
        try {
            return Integer.parseInt(length, 1, length.length(), 10);
        } catch (NumberFormatException huge) {
            throw operations.invalid(field, length + " is no length");
        }
    }

    /** What the router itself adds to answers, a log knows without looking at them. */
    private Piece ofResponse(String name, @Nullable String argument) {
        boolean own = log && "x-envoy-upstream-service-time".equalsIgnoreCase(argument);
        return own ? new Piece.Of(Attribute.UPSTREAM_SERVICE_TIME) : header(name, argument, Piece.ResponseHeader::new);
    }

    private interface HeaderPiece {
        Piece of(String name, @Nullable String otherwise);
    }

    /** {@code X} or {@code X?Y}. */
    private Piece header(String operator, @Nullable String argument, HeaderPiece piece) {
        UnaryOperator<String> lower = name -> name.toLowerCase(Locale.ROOT);
        String[] names = argument == null ? new String[0] : argument.split("\\?", -1);
        boolean valid =
                names.length > 0 && names.length <= 2 && Arrays.stream(names).noneMatch(String::isEmpty);
        if (!valid) {
            throw operations.invalid(field, "%" + operator + "% names one header, or two: %" + operator + "(x?y)%");
        }
        return piece.of(lower.apply(names[0]), names.length == 1 ? null : lower.apply(names[1]));
    }

    private void add(String name, @Nullable String argument) {
        for (Attribute attribute : Attribute.values()) {
            if (attribute.name().equals(name) && (log || !attribute.onlyInLogs())) {
                if (argument != null) {
                    throw operations.invalid(field, "%" + name + "% takes no argument");
                }
                add(new Piece.Of(attribute));
                return;
            }
        }
        if (!WITHOUT_VALUE.contains(name)) {
            throw operations.invalid(field, "%" + name + "% is no operator that Envoy knows");
        }
        if (log) {
            add(new Piece.Missing());
        }
        operations.problem(
                Severity.WARNING, Code.NOT_SUPPORTED, field, "%" + name + "% has no value in this router; it is empty");
    }

    /** Of {@code strftime}, with Envoy's {@code %3f} for fractions of a second. */
    private void startTime(String format) {
        if (format.isEmpty()) {
            add(new Piece.StartTime("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'"));
            return;
        }
        Matcher conversion = Pattern.compile("%(\\d?)([A-Za-z%])").matcher(format);
        int at = 0;
        while (conversion.find(at)) {
            text.append(format, at, conversion.start());
            conversion(conversion.group(1), conversion.group(2));
            at = conversion.end();
        }
        text.append(format.substring(at));
    }

    private void conversion(String digits, String letter) {
        if (!digits.isEmpty() && !letter.equals("f")) {
            throw unknownConversion(digits + letter);
        }
        switch (letter) {
            case "%" -> text.append('%');
            case "s" -> add(new Piece.StartSeconds());
            case "f" -> add(new Piece.StartTime("S".repeat(digits.isEmpty() ? 9 : Integer.parseInt(digits))));
            default -> add(new Piece.StartTime(timePattern(letter)));
        }
    }

    private String timePattern(String letter) {
        return switch (letter) {
            case "Y" -> "uuuu";
            case "y" -> "uu";
            case "m" -> "MM";
            case "d" -> "dd";
            case "H" -> "HH";
            case "I" -> "hh";
            case "M" -> "mm";
            case "S" -> "ss";
            case "p" -> "a";
            case "b", "h" -> "MMM";
            case "B" -> "MMMM";
            case "a" -> "EEE";
            case "A" -> "EEEE";
            case "j" -> "DDD";
            case "F" -> "uuuu-MM-dd";
            case "T" -> "HH:mm:ss";
            case "R" -> "HH:mm";
            case "D" -> "MM/dd/uu";
            case "z" -> "xx";
            case "Z" -> "'UTC'";
            default -> throw unknownConversion(letter);
        };
    }

    private Refusal unknownConversion(String conversion) {
        return operations.invalid(field, "%START_TIME(…)%: %" + conversion + " is not known");
    }
}
