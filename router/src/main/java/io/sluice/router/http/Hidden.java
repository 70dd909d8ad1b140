package io.sluice.router.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What of a request is not repeated where others read it, in logs, spans, explanations: what proves who asked. It is known by its form (a
 * token, RFC 7519), or by the name of its parameter. Bytes are looked at as they come, so that event loops may ask.
 */
public final class Hidden {
    public static final String NOT_SHOWN = "(not shown)";

    private static final byte[] INSTEAD = Ascii.bytes("(hidden)");

    /** How names of such parameters end; {@code -}, {@code _}, {@code .} and brackets are passed over in them. */
    private static final byte[][] ENDINGS = bytes(
            "token",
            "secret",
            "password",
            "passwd",
            "passphrase",
            "apikey",
            "accesskey",
            "privatekey",
            "subscriptionkey",
            "signature",
            "credential",
            "credentials",
            "authorization",
            "assertion",
            "sessionid",
            "jwt");

    /** Names that are nothing else. */
    private static final byte[][] NAMES = bytes("key", "sig", "auth", "pass", "pwd");

    /** Base64url of an object of JSON begins so, and one that says anything goes on. */
    private static final byte[] BEGIN = Ascii.bytes("eyJ");

    private static final int SHORTEST_PART = 8;

    /** What stands farther before a value's sign of equality is not looked at: each word would walk over it. */
    private static final int LONGEST_NAME = 64;

    private Hidden() {}

    private static byte[][] bytes(String... words) {
        return List.of(words).stream().map(Ascii::bytes).toArray(byte[][]::new);
    }

    /** Whether a header, in lower case, tells who sends it and proves it. */
    public static boolean isCredential(String header) {
        return switch (header) {
            case "authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key" -> true;
            default -> false;
        };
    }

    /** The value of a header, if it may be shown. */
    public static String value(String header, String value) {
        if (isCredential(header)) {
            return value.isEmpty() ? value : NOT_SHOWN;
        }
        return in(value);
    }

    /** The text without what is to be hidden. */
    public static String in(String text) {
        byte[] whole = text.getBytes(StandardCharsets.UTF_8);
        int secret = find(whole, 0, whole.length);
        if (secret < 0) {
            return text;
        }
        ByteArrayOutputStream shown = new ByteArrayOutputStream(whole.length);
        int from = 0;
        for (; secret >= 0; secret = find(whole, from, whole.length)) {
            shown.write(whole, from, secret - from);
            shown.writeBytes(INSTEAD);
            from = end(whole, secret, whole.length);
        }
        shown.write(whole, from, whole.length - from);
        return shown.toString(StandardCharsets.UTF_8);
    }

    /** The same of a value that has just been made, from a point on. Nothing is allocated where nothing is hidden. */
    public static void in(HeaderBlock value, int start) {
        int secret = find(value.bytes(), start, value.length());
        if (secret < 0) {
            return;
        }
        byte[] whole = Arrays.copyOfRange(value.bytes(), 0, value.length());
        value.truncate(secret, value.count());
        int from = secret;
        for (; secret >= 0; secret = find(whole, from, whole.length)) {
            value.append(whole, from, secret);
            value.append(INSTEAD);
            from = end(whole, secret, whole.length);
        }
        value.append(whole, from, whole.length);
    }

    /** Where the next secret begins; -1 = there is none. */
    private static int find(byte[] bytes, int from, int end) {
        int tokenless = from;
        for (int i = from; i < end; i++) {
            switch (bytes[i]) {
                case 'e' -> {
                    tokenless = i < tokenless ? tokenless : tokenless(bytes, i, end);
                    if (tokenless < 0) {
                        return i;
                    }
                }
                case '?', '&', ';' -> {
                    int value = valueOfSecret(bytes, i + 1, end);
                    if (value >= 0) {
                        return value;
                    }
                }
                default -> {
                    // Most bytes are harmless.
                }
            }
        }
        return -1;
    }

    /** Behind a value that was found. */
    private static int end(byte[] bytes, int secret, int end) {
        int at = secret;
        if (secret > 0 && bytes[secret - 1] == '=') {
            while (at < end && !endsValue(bytes[at])) {
                at++;
            }
        } else {
            while (at < end && (isOfToken(bytes[at]) || bytes[at] == '.')) {
                at++;
            }
        }
        return at;
    }

    private static boolean endsValue(byte b) {
        return b == '&' || b == '#' || b == ' ' || b == '"';
    }

    /**
     * Up to where no token begins; -1 = one begins here: three parts, or what is left of them where a text was cut. What begins
     * later in the same run of characters has no more parts.
     */
    private static int tokenless(byte[] bytes, int start, int end) {
        int at = start + BEGIN.length;
        if (at > end || !Arrays.equals(bytes, start, at, BEGIN, 0, BEGIN.length)) {
            return start + 1;
        }
        int dots = 0;
        for (; at < end && (isOfToken(bytes[at]) || bytes[at] == '.'); at++) {
            if (bytes[at] == '.') {
                if (dots == 0 && at - start < BEGIN.length + SHORTEST_PART) {
                    return start + 1;
                }
                if (++dots == 2) {
                    return -1;
                }
            }
        }
        return dots == 1 && at == end ? -1 : at;
    }

    private static boolean isOfToken(byte b) {
        return (b >= 'a' && b <= 'z')
                || (b >= 'A' && b <= 'Z')
                || (b >= '0' && b <= '9')
                || b == '-'
                || b == '_'
                || b == '=';
    }

    /** Where the value of a parameter begins whose name says that it is a secret; -1 = it does not, or there is no value. */
    private static int valueOfSecret(byte[] bytes, int name, int end) {
        int at = name;
        while (at < end && bytes[at] != '=') {
            if (endsValue(bytes[at]) || bytes[at] == '?' || bytes[at] == ';') {
                return -1;
            }
            at++;
        }
        boolean empty = at + 1 >= end || endsValue(bytes[at + 1]);
        return !empty && isSecret(bytes, Math.max(name, at - LONGEST_NAME), at) ? at + 1 : -1;
    }

    private static boolean isSecret(byte[] bytes, int start, int end) {
        for (byte[] ending : ENDINGS) {
            if (isEnd(bytes, start, end, ending, false)) {
                return true;
            }
        }
        for (byte[] name : NAMES) {
            if (isEnd(bytes, start, end, name, true)) {
                return true;
            }
        }
        return false;
    }

    /** From the end: whoever asks may have written any of it in per cent, in any case. */
    private static boolean isEnd(byte[] bytes, int start, int end, byte[] word, boolean whole) {
        int at = end;
        int left = word.length;
        while (at > start) {
            boolean encoded = at - 3 >= start && bytes[at - 3] == '%';
            int c = encoded
                    ? Character.digit(bytes[at - 2], 16) << 4 | Character.digit(bytes[at - 1], 16)
                    : bytes[at - 1];
            at -= encoded ? 3 : 1;
            if (c == '-' || c == '_' || c == '.' || c == '[' || c == ']') {
                continue;
            }
            if (left == 0 || Ascii.lower((byte) c) != word[left - 1]) {
                return left == 0 && !whole;
            }
            left--;
        }
        return left == 0;
    }
}
