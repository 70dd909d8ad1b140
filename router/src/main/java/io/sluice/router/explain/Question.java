package io.sluice.router.explain;

import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A request that somebody wonders about.
 *
 * @param https whether the URL says so
 * @param port of the URL, or its scheme's own
 * @param host the {@code Host} that a client would send
 * @param target path and query, as written; a fragment is never sent
 * @param fields {@code name: value}, without {@code Host}
 * @param caller address of the calling pod; empty = not known
 */
public record Question(
        String method, boolean https, int port, String host, String target, List<String> fields, String caller) {
    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";

    public Question {
        fields = List.copyOf(fields);
    }

    /**
     * @param url {@code http://host:port/path?query}; {@code http://} may be left out
     * @param headers {@code name:value}; a {@code Host} replaces that of the URL, as curl's {@code -H} does
     * @throws IllegalArgumentException with a sentence for who asked, if there is no such request
     */
    public static Question of(String method, String url, List<String> headers, String caller) {
        String lower = url.toLowerCase(Locale.ROOT);
        boolean https = lower.startsWith(HTTPS);
        String rest =
                https ? url.substring(HTTPS.length()) : lower.startsWith(HTTP) ? url.substring(HTTP.length()) : url;
        int end = firstOf(rest, "/?#");
        String authority = rest.substring(0, end);
        if (authority.isEmpty() || rest.contains("://")) {
            throw new IllegalArgumentException(url + " is no URL: write http://host:port/path");
        }
        String target = rest.substring(end, firstOf(rest, "#"));
        List<String> fields = new ArrayList<>();
        String host = authority;
        for (String header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1 || header.chars().anyMatch(c -> c == '\r' || c == '\n')) {
                throw new IllegalArgumentException(header + " is no header: write name:value");
            }
            String name = header.substring(0, colon);
            String value = header.substring(colon + 1).strip();
            if (name.equalsIgnoreCase("host")) {
                host = value;
            } else {
                fields.add(name + ": " + value);
            }
        }
        int port = port(url, authority, https ? 443 : 80);
        return new Question(method, https, port, host, target.startsWith("/") ? target : "/" + target, fields, caller);
    }

    private static int firstOf(String text, String stops) {
        int at = 0;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static int port(String url, String authority, int otherwise) {
        int colon = authority.lastIndexOf(':');
        if (colon < 0 || colon < authority.indexOf(']') || colon == authority.length() - 1) {
            return otherwise;
        }
        try {
            int port = Integer.parseInt(authority.substring(colon + 1));
            if (port >= 1 && port <= 65535) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // The sentence below says it.
        }
        throw new IllegalArgumentException(url + " has no port from 1 to 65535 behind its host");
    }

    /** What a handshake asks for: a name, and never an address (RFC 6066 §3); null = nothing. */
    @Nullable
    String serverName() {
        int colon = host.lastIndexOf(':');
        String name = colon < 0 || host.endsWith("]") ? host : host.substring(0, colon);
        boolean address = name.startsWith("[") || NetUtil.isValidIpV4Address(name);
        return address || name.isEmpty() ? null : name.toLowerCase(Locale.ROOT);
    }

    /** The head that a client would send over HTTP/1.1. */
    byte[] bytes() {
        StringBuilder head = new StringBuilder();
        head.append(method)
                .append(' ')
                .append(target)
                .append(" HTTP/1.1\r\nHost: ")
                .append(host)
                .append("\r\n");
        fields.forEach(field -> head.append(field).append("\r\n"));
        return head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
    }
}
