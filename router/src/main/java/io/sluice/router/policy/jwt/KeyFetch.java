package io.sluice.router.policy.jwt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One GET of what an issuer publishes: bounded in time and size, no redirect is followed, and the address that was looked at is the
 * one that is called. Blocks; never on an event loop.
 */
final class KeyFetch {
    private static final int MOST_BYTES = 1024 * 1024;
    private static final int HEAD_BYTES = 64 * 1024;

    /** Where clouds tell a machine its secrets, beside the link-local one. */
    private static final String METADATA_IPV6 = "fd00:ec2:0:0:0:0:0:254";

    private KeyFetch() {}

    static String get(URI uri, Duration timeout) throws IOException {
        return get(uri, timeout, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param believing whom it believes over TLS */
    static String get(URI uri, Duration timeout, SSLSocketFactory believing) throws IOException {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean tls = scheme.equals("https");
        String host = uri.getHost();
        if (host == null || uri.getUserInfo() != null || !(tls || scheme.equals("http"))) {
            throw new IOException("no address that may be asked");
        }
        long deadlineNanos = System.nanoTime() + timeout.toNanos();
        InetAddress address = InetAddress.getByName(host);
        if (isForbidden(address)) {
            throw new IOException("an address that may not be asked");
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), millis(deadlineNanos));
            plain.setSoTimeout(millis(deadlineNanos));
            try (Socket socket = tls ? secured(plain, host, port, believing) : plain) {
                String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
                String target = uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
                String named = uri.getPort() >= 0 ? host + ":" + port : host;
                socket.getOutputStream()
                        .write(("GET " + target + " HTTP/1.1\r\nHost: " + named
                                        + "\r\n"
                                        + "Accept: application/json\r\n"
                                        + "User-Agent: sluice\r\n"
                                        + "Connection: close\r\n\r\n")
                                .getBytes(StandardCharsets.ISO_8859_1));
                return body(read(socket, deadlineNanos));
            }
        }
    }

    private static boolean isForbidden(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isAnyLocalAddress()
                || address.isMulticastAddress()
                || address.getHostAddress().equals(METADATA_IPV6);
    }

    private static SSLSocket secured(Socket plain, String host, int port, SSLSocketFactory believing)
            throws IOException {
        SSLSocket socket = (SSLSocket) believing.createSocket(plain, host, port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static int millis(long deadlineNanos) throws IOException {
        long left = (deadlineNanos - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new IOException("no answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }

    private static byte[] read(Socket socket, long deadlineNanos) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] piece = new byte[8192];
        InputStream input = socket.getInputStream();
        while (true) {
            socket.setSoTimeout(millis(deadlineNanos));
            int read = input.read(piece);
            if (read < 0) {
                return all.toByteArray();
            }
            all.write(piece, 0, read);
            if (all.size() > MOST_BYTES + HEAD_BYTES) {
                throw new IOException("too long an answer");
            }
        }
    }

    /** Of a complete answer, whose end is the connection's, its length's or its chunks'. */
    private static String body(byte[] answer) throws IOException {
        String text = new String(answer, StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.startsWith("HTTP/1.")) {
            throw new IOException("an answer that is no HTTP");
        }
        String head = text.substring(0, end).toLowerCase(Locale.ROOT);
        if (!head.regionMatches(head.indexOf(' ') + 1, "200", 0, 3)) {
            throw new IOException("an answer that is no 200");
        }
        String body = text.substring(end + 4);
        String length = field(head, "content-length");
        String whole;
        if (field(head, "transfer-encoding").endsWith("chunked")) {
            whole = unchunked(body);
        } else if (length.isEmpty()) {
            whole = body;
        } else {
            whole = cut(body, length, 10);
        }
        return new String(whole.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static String field(String head, String name) {
        for (String line : head.split("\r\n", -1)) {
            if (line.startsWith(name + ":")) {
                return line.substring(name.length() + 1).strip();
            }
        }
        return "";
    }

    private static String cut(String body, String length, int radix) throws IOException {
        try {
            return body.substring(0, Integer.parseUnsignedInt(length, radix));
        } catch (NumberFormatException | IndexOutOfBoundsException cutShort) {
            throw new IOException("an answer that was cut short", cutShort);
        }
    }

    private static String unchunked(String body) throws IOException {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        while (true) {
            int line = body.indexOf("\r\n", at);
            if (line < 0) {
                throw new IOException("an answer that was cut short");
            }
            String size = body.substring(at, line).split(";", -1)[0].strip();
            String chunk = cut(body.substring(line + 2), size, 16);
            if (chunk.isEmpty()) {
                return whole.toString();
            }
            whole.append(chunk);
            at = line + 2 + chunk.length() + 2;
        }
    }
}
