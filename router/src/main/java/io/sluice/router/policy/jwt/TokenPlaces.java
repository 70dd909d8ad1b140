package io.sluice.router.policy.jwt;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.FieldName;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.QueryParameters;
import io.sluice.router.http.RequestHead;
import io.sluice.table.policy.JwtAuthentication.Rule;
import io.sluice.table.policy.JwtAuthentication.TokenHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Where a rule looks for tokens: headers, then parameters, then cookies (istio.md §4.2). Immutable. */
final class TokenPlaces {
    private static final List<TokenHeader> DEFAULT_HEADERS = List.of(new TokenHeader("authorization", "Bearer "));
    private static final List<String> DEFAULT_PARAMETERS = List.of("access_token");

    private final List<Header> headers;
    private final List<byte[]> parameters;
    private final List<String> cookies;

    @SuppressWarnings("ArrayRecordComponent") // compiled, never compared
    private record Header(byte[] name, String prefix) {}

    TokenPlaces(Rule rule) {
        boolean defaults = rule.headers().isEmpty()
                && rule.parameters().isEmpty()
                && rule.cookies().isEmpty();
        headers = (defaults ? DEFAULT_HEADERS : rule.headers())
                .stream()
                        .map(header -> new Header(Ascii.bytes(header.name().toLowerCase(Locale.ROOT)), header.prefix()))
                        .toList();
        parameters = (defaults ? DEFAULT_PARAMETERS : rule.parameters())
                .stream().map(Ascii::bytes).toList();
        cookies = rule.cookies();
    }

    /** Every token that is there, in order; mostly one or none. */
    List<String> tokens(RequestHead head) {
        List<String> tokens = new ArrayList<>(1);
        for (Header header : headers) {
            add(header(head.fields(), header), tokens);
        }
        for (byte[] parameter : parameters) {
            int start = QueryParameters.valueOf(head, parameter);
            if (start >= 0) {
                tokens.add(Ascii.text(head.bytes(), start, QueryParameters.valueEnd(head, start)));
            }
        }
        for (String cookie : cookies) {
            add(cookie(head.fields(), cookie), tokens);
        }
        return tokens;
    }

    private static void add(@Nullable String token, List<String> tokens) {
        if (token != null) {
            tokens.add(token);
        }
    }

    /** Lines of one name are one value, joined by a comma; the prefix may stand anywhere in it. */
    private static @Nullable String header(HeaderBlock fields, Header header) {
        String value = null;
        for (int line = fields.next(header.name(), -1); line >= 0; line = fields.next(header.name(), line)) {
            value = value == null ? fields.value(line) : value + "," + fields.value(line);
        }
        if (value == null || header.prefix().isEmpty()) {
            return value;
        }
        int prefix = value.indexOf(header.prefix());
        return prefix < 0
                ? null
                : fromFirstLetter(value, prefix + header.prefix().length());
    }

    /** What follows the prefix, from the first character that a token can have. */
    private static String fromFirstLetter(String value, int after) {
        for (int i = after; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (letter || c == '-' || c == '_' || c == '.') {
                return value.substring(i);
            }
        }
        return value.substring(after);
    }

    /** Of two with one name the first counts; quotes around it are taken off. */
    private static @Nullable String cookie(HeaderBlock fields, String name) {
        for (int line = fields.first(FieldName.COOKIE); line >= 0; line = fields.next(FieldName.COOKIE, line)) {
            for (String pair : fields.value(line).split(";", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0 && pair.substring(0, equals).strip().equals(name)) {
                    String value = pair.substring(equals + 1).strip();
                    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                    return quoted ? value.substring(1, value.length() - 1) : value;
                }
            }
        }
        return null;
    }

    /** Takes the tokens off the request; a cookie stays. */
    void remove(RequestHead head) {
        HeaderBlock fields = head.fields();
        for (Header header : headers) {
            if (header(fields, header) != null) {
                for (int line = fields.next(header.name(), -1); line >= 0; line = fields.next(header.name(), line)) {
                    fields.remove(line);
                }
            }
        }
        for (byte[] parameter : parameters) {
            for (int start = QueryParameters.valueOf(head, parameter);
                    start >= 0;
                    start = QueryParameters.valueOf(head, parameter)) {
                cut(head, parameter, start);
            }
        }
    }

    /** Cuts one parameter out of the query, and keeps every other byte of it (istio-recorded.md §19). */
    private static void cut(RequestHead head, byte[] parameter, int valueStart) {
        int valueEnd = QueryParameters.valueEnd(head, valueStart);
        boolean valueless = valueStart == valueEnd && head.bytes()[valueStart - 1] != '=';
        int from = valueStart - parameter.length - (valueless ? 0 : 1);
        int to = Math.min(valueEnd + 1, head.queryEnd());
        HeaderBlock fields = head.fields();
        int start = fields.length();
        fields.append(fields.bytes(), head.queryStart(), from);
        fields.append(fields.bytes(), to, head.queryEnd());
        int end = fields.length();
        // Without what followed it, its predecessor's separator has nothing to separate.
        if (end > start && to == head.queryEnd()) {
            end--;
        }
        head.query(start, end);
    }
}
