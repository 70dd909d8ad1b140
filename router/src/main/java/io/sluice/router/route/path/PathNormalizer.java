package io.sluice.router.route.path;

import io.sluice.router.http.Ascii;
import io.sluice.router.http.HeaderBlock;
import io.sluice.router.http.RequestHead;
import io.sluice.router.http.RequestTarget;
import io.sluice.table.HttpOptions.PathNormalization;

/**
 * Brings a path into normal form, before it is matched and forwarded (istio.md §5.5): a fragment is cut off; from BASE on,
 * unreserved percent-encodings are decoded, what a path may not hold is encoded, {@code \} becomes {@code /}, dot segments are
 * resolved (RFC 3986 §5.2.4, §6.2.2), and {@code %00} is refused; then runs of slashes become one; and {@code %2F} and {@code
 * %5C}, where they are decoded at all, are decoded first.
 */
public final class PathNormalizer {
    private static final byte[] HEX = Ascii.bytes("0123456789ABCDEF");

    private PathNormalizer() {}

    /** @return false if the path has no normal form */
    public static boolean normalize(RequestHead head, PathNormalization mode) {
        return switch (mode) {
            case NONE -> {
                if (!head.plainPath()) {
                    cutFragment(head);
                }
                yield true;
            }
            case BASE -> head.plainPath() || rewrite(head, false, false);
            case MERGE_SLASHES -> (head.plainPath() && !hasRun(head)) || rewrite(head, false, true);
            case DECODE_AND_MERGE_SLASHES -> (head.plainPath() && !hasRun(head)) || rewrite(head, true, true);
        };
    }

    private static boolean hasRun(RequestHead head) {
        byte[] bytes = head.bytes();
        for (int i = head.pathStart() + 1; i < head.pathEnd(); i++) {
            if (bytes[i] == '/' && bytes[i - 1] == '/') {
                return true;
            }
        }
        return false;
    }

    private static boolean rewrite(RequestHead head, boolean slashes, boolean merge) {
        cutFragment(head);
        HeaderBlock block = head.fields();
        // An empty path becomes a slash, and each byte at most three.
        int length = (head.pathEnd() - head.pathStart()) * 3 + 1;
        byte[] bytes = block.room(length);
        int start = block.length();
        int end = decode(bytes, head.pathStart(), head.pathEnd(), start, slashes);
        if (end < 0) {
            return false;
        }
        end = resolveDotSegments(bytes, start, end);
        if (merge) {
            end = mergeSlashes(bytes, start, end);
        }
        block.grown(end - start);
        head.path(start, end, true);
        return true;
    }

    private static void cutFragment(RequestHead head) {
        byte[] bytes = head.bytes();
        for (int i = head.pathStart(); i < head.pathEnd(); i++) {
            if (bytes[i] == '#') {
                head.path(head.pathStart(), i, false);
                head.query(i, i);
                return;
            }
        }
        for (int i = head.queryStart(); i < head.queryEnd(); i++) {
            if (bytes[i] == '#') {
                head.query(head.queryStart(), i);
                return;
            }
        }
    }

    /** Copies, decoding, slashes too if so told; returns the end of the copy, −1 for {@code %00}. */
    private static int decode(byte[] bytes, int from, int to, int target, boolean slashes) {
        int out = target;
        for (int i = from; i < to; i++) {
            byte b = bytes[i];
            if (b == '\\') {
                b = '/';
            } else if (b == '%' && i + 2 < to) {
                int value = hex(bytes[i + 1], bytes[i + 2]);
                if (value == 0) {
                    return -1;
                }
                if (slashes && (value == '/' || value == '\\')) {
                    b = '/';
                    i += 2;
                } else if (value > 0 && isUnreserved(value)) {
                    b = (byte) value;
                    i += 2;
                }
            } else if (RequestTarget.isEncoded(b)) {
                bytes[out++] = '%';
                bytes[out++] = HEX[b >> 4];
                b = HEX[b & 0xf];
            }
            bytes[out++] = b;
        }
        return out;
    }

    private static int hex(byte high, byte low) {
        int h = Character.digit(high, 16);
        int l = Character.digit(low, 16);
        return h < 0 || l < 0 ? -1 : h << 4 | l;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    /**
     * In place; a segment's parameters do not hide its dots ({@code /..;x/}, istio-recorded.md §13).
     */
    private static int resolveDotSegments(byte[] bytes, int start, int end) {
        int out = start;
        int at = start;
        while (at < end) {
            int segment = at + 1;
            int next = segment;
            while (next < end && bytes[next] != '/') {
                next++;
            }
            int name = segment;
            while (name < next && bytes[name] != ';') {
                name++;
            }
            int dots = dots(bytes, segment, name);
            boolean last = next == end;
            if (dots == 2) {
                // Climbing above the root stays at the root (RFC 3986 §5.2.4).
                while (out > start && bytes[--out] != '/') {}
            }
            if (dots == 0) {
                System.arraycopy(bytes, at, bytes, out, next - at);
                out += next - at;
            } else if (last) {
                bytes[out++] = '/';
            }
            at = next;
        }
        if (out == start) {
            bytes[out++] = '/';
        }
        return out;
    }

    /** 1 for {@code .}, 2 for {@code ..}, else 0. */
    private static int dots(byte[] bytes, int start, int end) {
        int length = end - start;
        boolean all = length == 1 || length == 2;
        for (int i = start; all && i < end; i++) {
            all = bytes[i] == '.';
        }
        return all ? length : 0;
    }

    /** In place. */
    private static int mergeSlashes(byte[] bytes, int start, int end) {
        int out = start;
        for (int at = start; at < end; at++) {
            if (bytes[at] != '/' || out == start || bytes[out - 1] != '/') {
                bytes[out++] = bytes[at];
            }
        }
        return out;
    }
}
