package io.sluice.router.http;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;

/** What proxies in front of this router say of the client, where they are believed (istio.md §5.1, {@code numTrustedProxies}). */
public final class TrustedProxies {
    private TrustedProxies() {}

    /**
     * The client's address: the {@code proxies}-th from the right of {@code x-forwarded-for}; null if there are fewer, or if
     * that is no address, and then the peer counts.
     */
    public static byte @Nullable [] client(HeaderBlock fields, int proxies) {
        int left = proxies;
        for (int line = last(fields, fields.count()); line >= 0; line = last(fields, line)) {
            int end = fields.valueEnd(line);
            while (end >= fields.valueStart(line)) {
                int comma = end - 1;
                while (comma >= fields.valueStart(line) && fields.bytes()[comma] != ',') {
                    comma--;
                }
                if (--left == 0) {
                    return address(fields.bytes(), comma + 1, end);
                }
                end = comma;
            }
        }
        return null;
    }

    /** The last line of {@code x-forwarded-for} before {@code line}; −1 if there is none. */
    private static int last(HeaderBlock fields, int line) {
        int found = -1;
        for (int i = fields.first(FieldName.X_FORWARDED_FOR);
                i >= 0 && i < line;
                i = fields.next(FieldName.X_FORWARDED_FOR, i)) {
            found = i;
        }
        return found;
    }

    private static byte @Nullable [] address(byte[] bytes, int start, int end) {
        int from = Ascii.skipBlanks(bytes, start, end);
        String text = Ascii.text(bytes, from, Ascii.trimBlanks(bytes, from, end));
        boolean bracketed = text.startsWith("["); // as in a URL: no address here (istio-recorded.md §15)
        return !bracketed && (NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text))
                ? Ascii.bytes(text)
                : null;
    }

    /** The scheme that the first proxy saw. */
    public static void scheme(RequestHead head) {
        HeaderBlock fields = head.fields();
        int line = fields.first(FieldName.X_FORWARDED_PROTO);
        if (line >= 0
                && Ascii.equalsIgnoreCase(
                        fields.bytes(), fields.valueStart(line), fields.valueEnd(line), RequestHead.HTTPS)) {
            head.scheme(RequestHead.HTTPS);
        }
    }
}
