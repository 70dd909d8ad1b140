package io.sluice.router.http;

/** The parameters of a query, undecoded; of several with one name the first counts (istio-recorded.md §1). */
public final class QueryParameters {
    private QueryParameters() {}

    /** Where the value of a parameter starts in the head's bytes, empty if it has none; −1 if there is no such parameter. */
    public static int valueOf(RequestHead head, byte[] name) {
        byte[] bytes = head.bytes();
        int end = head.queryEnd();
        int at = head.queryStart() + 1;
        while (at < end) {
            int next = indexOf(bytes, '&', at, end);
            int equals = indexOf(bytes, '=', at, next);
            if (Ascii.equals(name, bytes, at, equals)) {
                return Math.min(equals + 1, next);
            }
            at = next + 1;
        }
        return -1;
    }

    /** Where the value that starts at {@code start} ends. */
    public static int valueEnd(RequestHead head, int start) {
        return indexOf(head.bytes(), '&', start, head.queryEnd());
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
