package io.sluice.router.route;

import io.sluice.router.http.RequestHead;
import java.util.Arrays;

/** The parameters of a query, undecoded; of several with one name the first counts (istio-recorded.md §1). */
final class QueryParameters {
    private QueryParameters() {}

    static boolean firstMatches(RequestHead head, byte[] name, TextMatcher value) {
        byte[] bytes = head.bytes();
        int end = head.queryEnd();
        int at = head.queryStart() + 1;
        while (at < end) {
            int next = indexOf(bytes, '&', at, end);
            int equals = indexOf(bytes, '=', at, next);
            if (Arrays.equals(name, 0, name.length, bytes, at, equals)) {
                return value.matches(bytes, Math.min(equals + 1, next), next);
            }
            at = next + 1;
        }
        return false;
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        int at = start;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
