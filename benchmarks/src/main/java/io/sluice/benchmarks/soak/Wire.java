package io.sluice.benchmarks.soak;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 message as both ends of a trial read it: bodies have a length. */
final class Wire {
    static final String REQUEST = "x-soak-request";
    static final String REASON = "x-sluice-reason";
    static final String GENERATION = "x-soak-generation";

    private Wire() {}

    /**
     * @param start the start line
     * @param request the number the message carries; −1 if none
     * @param generation of the routes that answered; −1 if not told
     * @param reason why the router answers itself; empty if it does not say
     * @param closes whether the sender closes after it
     */
    record Message(String start, int request, int generation, String reason, boolean closes) {}

    /** @throws EOFException with {@code "closed"} if the peer has closed before the first byte */
    static Message read(BufferedInputStream in) throws IOException {
        String start = line(in, true);
        int length = 0;
        int request = -1;
        int generation = -1;
        String reason = "";
        boolean closes = false;
        for (String field = line(in, false); !field.isEmpty(); field = line(in, false)) {
            int colon = field.indexOf(':');
            String value = field.substring(colon + 1).strip();
            switch (field.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "content-length" -> length = Integer.parseInt(value);
                case REQUEST -> request = Integer.parseInt(value);
                case GENERATION -> generation = Integer.parseInt(value);
                case REASON -> reason = value;
                case "connection" -> closes = value.equals("close");
                default -> {}
            }
        }
        in.skipNBytes(length);
        return new Message(start, request, generation, reason, closes);
    }

    private static String line(InputStream in, boolean first) throws IOException {
        StringBuilder line = new StringBuilder();
        int b = in.read();
        if (b < 0) {
            throw new EOFException(first ? "closed" : "cut off");
        }
        while (b != '\n') {
            if (b < 0) {
                throw new EOFException("cut off");
            }
            if (b != '\r') {
                line.append((char) b);
            }
            b = in.read();
        }
        return line.toString();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
